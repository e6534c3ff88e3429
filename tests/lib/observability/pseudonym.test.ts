import { describe, expect, it } from 'vitest';
import { hookCapturedLog, lines, signIn, sourceIp, start } from '../../support/captured-log.ts';

hookCapturedLog();

describe('the log', () => {
  it('has the same pseudonym for all ways to write a name, and another one for another name', async () => {
    await start();
    for (const username of ['st.huber', ' ST.HUBER', 'w.huber']) await signIn({ username });
    const [first, second, other] = lines().map(line => line['user']);
    expect(second).toBe(first);
    expect(other).not.toBe(first);
  });

  it('shows plain names and networks if the operator wants them', async () => {
    await start({ LOG_PLAIN_NAMES: 'true' });
    await signIn({ username: ' St.Huber\n' });
    expect(lines()).toMatchObject([{ user: 'st.huber', network: sourceIp }]);
  });
});
