/**
 * How the counters work together. Guesses at the same time are in tests/parallel/parallel-guesses.test.ts, random
 * histories in tests/models/rate-limit.test.ts.
 */
import { describe, expect, it } from 'vitest';
import { api, isRefused, password, right, secondMs, start, tryWith } from '../../support/counted-sign-ins.ts';

describe('the limits of an account and of a network', () => {
  it('keep a blocked network from using up the attempts on an account', async () => {
    await start({ NETWORK_MAX_ATTEMPTS: '4' });
    for (let i = 0; i < 4; i++) await tryWith({ username: `name.${i}` });
    api.clock.advance(2 * secondMs);
    for (let i = 0; i < 6; i++) expect(isRefused(await tryWith({ username: 'w.huber' }))).toBe(true);
    expect((await tryWith({ username: 'w.huber', password }, '198.51.100.9')).status).toBe(200);
    const accounts = (await api.attempts()).filter(item => 'since' in item);
    expect(accounts.find(item => item['since'] === 1)).toMatchObject({ n: 1 });
  });

  it('leave the attempts of a network untouched by those that the account refuses', async () => {
    await start({ NETWORK_MAX_ATTEMPTS: '9', ACCOUNT_MAX_ATTEMPTS: '5' });
    for (let i = 0; i < 5; i++) await tryWith({});
    api.clock.advance(2 * secondMs);
    for (let i = 0; i < 20; i++) expect(isRefused(await tryWith({}))).toBe(true);
    expect((await right('w.huber')).status).toBe(200);
  });
});

describe('the attempts table', () => {
  it('contains no name and no address', async () => {
    await start();
    await tryWith({});
    const items = JSON.stringify(await api.attempts());
    expect(items).not.toContain('huber');
    expect(items).not.toContain('203.0.113.7');
  });

  it('lets an item of a network expire after its window, and an item of an account after a day', async () => {
    await start();
    await tryWith({});
    const now = api.clock.now() / secondMs;
    const expiries = (await api.attempts())
      .map(item => Number(item['expires_at']) - now)
      .toSorted((a, b) => a - b);
    expect(expiries[0]).toBeLessThanOrEqual(600);
    expect(expiries[1]).toBe(86_400);
  });
});
