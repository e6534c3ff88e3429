import { describe, expect, it } from 'vitest';
import { api, hookCapturedLog, lines, signIn, sourceIp, start } from '../../support/captured-log.ts';

hookCapturedLog();

/** The pseudonyms that the log has of these typed names, and of the network. */
async function pseudonymsOf(...usernames: string[]): Promise<Set<unknown>> {
  for (const username of usernames) await signIn({ username });
  return new Set(lines().flatMap(line => [line['user'], line['network']]));
}

describe('the pseudonyms of the log', () => {
  it('tell nobody who types an address as a name what the pseudonym of the address is', async () => {
    await start();
    const typed = [sourceIp, `network ${sourceIp}`, `user ${sourceIp}`];
    expect((await pseudonymsOf(...typed)).size).toBe(typed.length + 1);
  });

  it('are no key of a counter, whatever is typed as a name', async () => {
    await start();
    const typed = ['st.huber', 'account st.huber', `network ${sourceIp}`, 'user st.huber'];
    const pseudonyms = await pseudonymsOf(...typed);
    const counters = (await api.attempts()).map(({ counter }) => counter);
    expect(counters.length).toBeGreaterThan(typed.length);
    expect(counters.filter(counter => pseudonyms.has(counter))).toEqual([]);
  });
});
