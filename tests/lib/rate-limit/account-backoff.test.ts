import { describe, expect, it } from 'vitest';
import { accountForgivenEveryMs, devicePolicyOf } from '../../../lib/rate-limit/account-backoff.ts';
import {
  api,
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

  it('opens a slot each half hour once as many failures stand as the setting says', async () => {
    await start({ ACCOUNT_MAX_ATTEMPTS: '6' });
    const startedAt = api.clock.now();
    for (let i = 0; i < 5; i++) expect(isCompared(await tryWith({}))).toBe(true);
    api.clock.advance(secondMs);
    for (let halfHours = 1; halfHours < 6; halfHours++) {
      expect(isCompared(await tryWith({}))).toBe(true);
      api.clock.advance(secondMs);
      const opensAt = startedAt + halfHours * 30 * minuteMs;
      const waitSeconds = Math.ceil((opensAt - api.clock.now()) / secondMs);
      expect((await right()).headers['retry-after']).toBe(String(waitSeconds));
      api.clock.advance(opensAt - api.clock.now() - 1);
      expect(isRefused(await right())).toBe(true);
      api.clock.advance(opensAt - api.clock.now());
    }
    expect((await right()).status).toBe(200);
  });

  it('has one more free attempt for each half hour that has passed', async () => {
    await start();
    for (let i = 0; i < 5; i++) expect(isCompared(await tryWith({}))).toBe(true);
    api.clock.advance(90 * minuteMs);
    for (let i = 0; i < 3; i++) expect(isCompared(await tryWith({}))).toBe(true);
    expect(isRefused(await tryWith({}))).toBe(true);
    api.clock.advance(150 * minuteMs);
    for (let i = 0; i < 5; i++) expect(isCompared(await tryWith({}))).toBe(true);
    expect(isRefused(await tryWith({}))).toBe(true);
  });
});

describe('the policy of a device', () => {
  it.each([
    [5, 100, 20],
    [5, 19, 19],
    [5, 5, 5],
    [30, 100, 30],
  ])('with %i of %i attempts free on the account lets %i failures stand', (free, max, deviceMax) => {
    const account = { freeAttempts: free, maxAttempts: max, forgivenEveryMs: accountForgivenEveryMs };
    expect(devicePolicyOf(account)).toEqual({
      freeAttempts: free,
      maxAttempts: deviceMax,
      forgivenEveryMs: 240 * minuteMs,
    });
  });
});
