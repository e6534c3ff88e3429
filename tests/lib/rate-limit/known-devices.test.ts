/** Devices that an account knows: how the rate limit counts them. */
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
import { signInEvent } from '../../support/event-builder.ts';

const home = '198.51.100.1';

/** A sign-in that shows a device token. */
const tryFrom = (token: string, fields: object = {}, sourceIp = home) =>
  api.call(
    signInEvent(
      { username: 'st.huber', password: 'wrong', ...fields },
      { sourceIp, headers: { 'content-type': 'application/json', 'x-device-token': token } },
    ),
  );
const rightFrom = (token: string, username = 'st.huber') => tryFrom(token, { username, password });

/** The device token of a right password. */
async function deviceTokenOf(username = 'st.huber'): Promise<string> {
  const reply = await right(username);
  expect(reply.status).toBe(200);
  return String(reply.headers['x-device-token']);
}

/** Strangers use up all attempts on the account, from many addresses. */
async function block(username = 'st.huber') {
  for (let i = 0; i < 5; i++) {
    expect(isCompared(await tryWith({ username }, `203.0.113.${10 + i}`))).toBe(true);
  }
  expect(isRefused(await tryWith({ username, password }, '203.0.113.99'))).toBe(true);
}

describe('a known device', () => {
  it('signs in at once while strangers keep the account blocked', async () => {
    await start();
    const token = await deviceTokenOf();
    api.clock.advance(29 * dayMs);
    await block();
    expect((await rightFrom(token)).status).toBe(200);
    expect(api.log.at(-1)).toMatchObject({ outcome: 'signed_in', limit: 'device', failures: 0 });
    expect(isRefused(await right())).toBe(true);
  });

  it('signs in from an address that others keep blocked, and its failures do not count there', async () => {
    await start({ NETWORK_MAX_ATTEMPTS: '5' });
    const token = await deviceTokenOf();
    await block();
    for (let i = 0; i < 5; i++) await tryWith({ username: `name.${i}` }, home);
    api.clock.advance(secondMs);
    expect(isRefused(await tryWith({ username: 'w.huber', password }, home))).toBe(true);
    for (let i = 0; i < 3; i++) expect((await rightFrom(token)).status).toBe(200);
    const items = await api.attempts();
    await tryFrom(token);
    expect((await api.attempts()).length).toBe(items.length);
  });

  it('leaves no trace of failures or successes on the counters of others', async () => {
    await start();
    const token = await deviceTokenOf();
    await block();
    const before = await api.attempts();
    for (let i = 0; i < 3; i++) expect((await rightFrom(token)).status).toBe(200);
    for (let i = 0; i < 4; i++) expect(isCompared(await tryFrom(token))).toBe(true);
    const after = await api.attempts();
    const others = after.filter(item => before.some(({ counter }) => counter === item['counter']));
    expect(others).toEqual(before);
    expect(after).toHaveLength(before.length + 1);
  });

  it('has a small limit of its own, whoever shows its token', async () => {
    await start();
    const token = await deviceTokenOf();
    const endsAt = api.clock.now() + 30 * dayMs;
    let compared = 0;
    while (api.clock.now() < endsAt - secondMs) {
      const reply = await tryFrom(token, {}, `203.0.113.${compared % 250}`);
      if (isCompared(reply)) compared += 1;
      expect(api.log.at(-1)).toMatchObject(isCompared(reply) ? { limit: 'device' } : { reason: 'device' });
      api.clock.advance(Number(reply.headers['retry-after'] ?? 0) * secondMs);
    }
    // Twenty that stand, and six a day that are forgiven.
    expect(compared).toBeGreaterThan(180);
    expect(compared).toBeLessThanOrEqual(20 + 30 * 6);
  });

  it('is refused by its own counter, and not admitted by the one of the account', async () => {
    await start({ ACCOUNT_MAX_ATTEMPTS: '5' });
    const token = await deviceTokenOf();
    for (let i = 0; i < 5; i++) expect(isCompared(await tryFrom(token))).toBe(true);
    expect(isRefused(await rightFrom(token))).toBe(true);
    expect(api.log.at(-1)).toMatchObject({ reason: 'device' });
    expect((await right()).status).toBe(200);
  });

  it('gives strangers no new attempts when it signs in, and itself none either', async () => {
    await start();
    const token = await deviceTokenOf();
    await block();
    for (let i = 0; i < 4; i++) expect(isCompared(await tryFrom(token))).toBe(true);
    for (let i = 0; i < 10; i++) expect((await rightFrom(token)).status).toBe(200);
    expect(isRefused(await tryWith({}))).toBe(true);
    expect(isCompared(await tryFrom(token))).toBe(true);
    expect(isRefused(await rightFrom(token))).toBe(true);
  });

  it('is known to one account only', async () => {
    await start();
    const token = await deviceTokenOf();
    await block('w.huber');
    expect(isRefused(await rightFrom(token, 'w.huber'))).toBe(true);
  });

  it('is known for 30 days after the latest right password, and no longer', async () => {
    await start();
    const first = await deviceTokenOf();
    api.clock.advance(20 * dayMs);
    const renewed = String((await rightFrom(first)).headers['x-device-token']);
    api.clock.advance(10 * dayMs);
    await block();
    expect(isRefused(await rightFrom(first))).toBe(true);
    expect((await rightFrom(renewed)).status).toBe(200);
  });

  it.each([
    ['another value of sessions_valid_from', { sessions_valid_from: 1_569_254_400_000 }],
    ['another id', { id: 77 }],
  ])('is unknown to a user with %s', async (_case, change) => {
    await start();
    const token = await deviceTokenOf();
    await block();
    const user = await api.user('st.huber');
    await api.putUser({ ...user, username: 'st.huber', ...change });
    expect(isRefused(await rightFrom(token))).toBe(true);
    expect(api.log.at(-1)).toMatchObject({ reason: 'account' });
  });

  it('is unknown once the user is removed, and the name is counted as any other', async () => {
    await start();
    const token = await deviceTokenOf();
    await api.removeUser('st.huber');
    for (let i = 0; i < 5; i++) expect(isCompared(await rightFrom(token))).toBe(true);
    expect(isRefused(await rightFrom(token))).toBe(true);
  });
});
