import { describe, expect, it } from 'vitest';
import {
  api,
  dayMs,
  isCompared,
  isRefused,
  minuteMs,
  right,
  secondMs,
  start,
  tryWith,
} from '../../support/counted-sign-ins.ts';

describe('an account after failures in a row', () => {
  it.each([['st.huber'], ['no.such.name']])(
    'has five free attempts, then waits of 1 s, 2 s, 4 s … up to 15 min: %s',
    async username => {
      await start({ ACCOUNT_MAX_ATTEMPTS: '20' });
      for (let i = 0; i < 5; i++) expect(isCompared(await tryWith({ username }))).toBe(true);
      for (const waitSeconds of [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]) {
        const opensAt = api.clock.now() + waitSeconds * secondMs;
        if (waitSeconds > 4) {
          api.clock.advance(2 * secondMs);
          const refused = await tryWith({ username });
          expect(isRefused(refused)).toBe(true);
          expect(refused.headers['retry-after']).toBe(
            String(Math.ceil((opensAt - api.clock.now()) / secondMs)),
          );
        }
        api.clock.advance(Math.max(0, opensAt - api.clock.now()));
        expect(isCompared(await tryWith({ username }))).toBe(true);
      }
    },
  );

  it('is blocked for a day after as many as the setting says', async () => {
    await start({ ACCOUNT_MAX_ATTEMPTS: '8' });
    for (let i = 0; i < 8; i++) {
      expect(isCompared(await tryWith({}))).toBe(true);
      api.clock.advance(15 * minuteMs);
    }
    const refused = await tryWith({});
    expect(refused.headers['retry-after']).toBe(String((dayMs - 15 * minuteMs) / secondMs));
    expect(isRefused(await right())).toBe(true);
    api.clock.advance(dayMs - 15 * minuteMs);
    for (let i = 0; i < 5; i++) expect(isCompared(await tryWith({}))).toBe(true);
  });

  it('has its free attempts again a day after the latest attempt', async () => {
    await start();
    const fiveAtOnce = () => Promise.all(Array.from({ length: 5 }, () => right()));
    expect(isCompared(await tryWith({}))).toBe(true);
    api.clock.advance(dayMs);
    expect((await fiveAtOnce()).map(reply => reply.status)).toEqual([200, 200, 200, 200, 200]);
  });
});
