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
    const standing = (await api.attempts()).map(item => item['forgiven_at']);
    expect(standing.filter(forgivenAt => forgivenAt === api.clock.now())).toHaveLength(1);
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

  it('keeps each item for a day longer than it counts, since clocks can be behind', async () => {
    await start();
    await tryWith({});
    const now = api.clock.now() / secondMs;
    const daySeconds = 86_400;
    const expiries = (await api.attempts())
      .map(item => Number(item['expires_at']) - now - daySeconds)
      .toSorted((a, b) => a - b);
    expect(expiries[0]).toBeGreaterThan(0);
    expect(expiries[0]).toBeLessThanOrEqual(600);
    // A hundred failures that stand, and one that is being added.
    expect(expiries[1]).toBe(101 * 1800);
  });
});
