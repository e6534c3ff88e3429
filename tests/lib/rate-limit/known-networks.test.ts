/** Networks from which an account was signed in to before. */
import { describe, expect, it } from 'vitest';
import {
  api,
  dayMs,
  isCompared,
  isRefused,
  password,
  right,
  secondMs,
  start,
  tryWith,
} from '../../support/counted-sign-ins.ts';

describe('a known network', () => {
  const home = '198.51.100.1';
  const stranger = '203.0.113.7';
  /** The owner has signed in from home. Then, after the given time, strangers use up all free attempts. */
  async function blockedByStrangers(laterMs = 0) {
    await start({ ACCOUNT_MAX_ATTEMPTS: '5' });
    expect((await tryWith({ password }, home)).status).toBe(200);
    api.clock.advance(laterMs);
    for (let i = 0; i < 5; i++) expect(isCompared(await tryWith({}, stranger))).toBe(true);
    api.clock.advance(2 * secondMs);
    expect(isRefused(await tryWith({ password }, stranger))).toBe(true);
  }

  it('signs in while strangers keep the account blocked', async () => {
    await blockedByStrangers(29 * dayMs);
    expect((await tryWith({ password }, home)).status).toBe(200);
    expect(isRefused(await tryWith({ password }, stranger))).toBe(true);
  });

  it('gives strangers no new attempts when it signs in', async () => {
    await blockedByStrangers();
    for (let i = 0; i < 10; i++) expect((await tryWith({ password }, home)).status).toBe(200);
    expect(isRefused(await tryWith({}, stranger))).toBe(true);
  });

  it('has a limit of its own', async () => {
    await blockedByStrangers();
    for (let i = 0; i < 5; i++) expect(isCompared(await tryWith({}, home))).toBe(true);
    api.clock.advance(2 * secondMs);
    const refused = await tryWith({ password }, home);
    expect(isRefused(refused)).toBe(true);
    expect(api.log.at(-1)).toMatchObject({ reason: 'known_network' });
  });

  it('is told the shorter one of both waits', async () => {
    await start({ ACCOUNT_MAX_ATTEMPTS: '8' });
    expect((await tryWith({ password }, home)).status).toBe(200);
    /** A number of failures, each as soon as it is admitted. */
    const fail = async (times: number, sourceIp: string) => {
      for (let i = 0; i < times; i++) {
        expect(isCompared(await tryWith({}, sourceIp))).toBe(true);
        if (i >= 4) api.clock.advance(2 ** (i - 4) * secondMs);
      }
    };
    await fail(8, stranger);
    await fail(6, home);
    expect(isCompared(await tryWith({}, home))).toBe(true);
    api.clock.advance(2 * secondMs);
    // Strangers have to wait for a day, the owner for two more of four seconds.
    expect((await tryWith({ password }, home)).headers['retry-after']).toBe('2');
  });

  it('is known for one account only, and an account for one network only', async () => {
    await blockedByStrangers();
    expect((await right('w.huber')).status).toBe(200);
    expect((await tryWith({ username: 'w.huber', password }, home)).status).toBe(200);
    for (let i = 0; i < 5; i++) await tryWith({ username: 'w.huber' }, '203.0.113.8');
    api.clock.advance(2 * secondMs);
    for (let i = 0; i < 5; i++) expect(isCompared(await tryWith({ username: 'w.huber' }, home))).toBe(true);
    api.clock.advance(2 * secondMs);
    expect(isRefused(await tryWith({ username: 'w.huber', password }, home))).toBe(true);
    expect((await tryWith({ username: 'w.huber', password }, stranger)).status).toBe(200);
    expect((await tryWith({ password }, home)).status).toBe(200);
  });

  it('is forgotten 30 days after the latest sign-in from there', async () => {
    await blockedByStrangers(30 * dayMs - 2 * secondMs);
    expect(isRefused(await tryWith({ password }, home))).toBe(true);
  });

  it('is known up to 30 days after the latest sign-in from there', async () => {
    await blockedByStrangers(30 * dayMs - 3 * secondMs);
    expect((await tryWith({ password }, home)).status).toBe(200);
  });

  it('does not sign in to another account that is blocked', async () => {
    await blockedByStrangers();
    for (let i = 0; i < 5; i++) await tryWith({ username: 'w.huber' }, stranger);
    api.clock.advance(2 * secondMs);
    expect(isRefused(await tryWith({ username: 'w.huber', password }, home))).toBe(true);
  });

  it('signs in from a shared address that others keep blocked', async () => {
    await start({ NETWORK_MAX_ATTEMPTS: '4' });
    expect((await tryWith({ password }, home)).status).toBe(200);
    for (let i = 0; i < 4; i++) await tryWith({ username: `name.${i}` }, home);
    api.clock.advance(2 * secondMs);
    expect(isRefused(await tryWith({ username: 'w.huber', password }, home))).toBe(true);
    for (let i = 0; i < 3; i++) expect((await tryWith({ password }, home)).status).toBe(200);
    expect(api.log.at(-1)).toMatchObject({ outcome: 'signed_in', limit: 'known_network' });
  });
});
