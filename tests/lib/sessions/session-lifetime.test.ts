import { describe, expect, it } from 'vitest';
import {
  api,
  dayMs,
  hookSessionRoutes,
  hourMs,
  incorrect,
  ownItems,
  redeem,
  signIn,
  signOut,
} from '../../support/session-routes.ts';

hookSessionRoutes();

describe('a session', () => {
  it('expires after 14 days without use', async () => {
    const [used, unused] = [await signIn(), await signIn()];
    api.clock.advance(13 * dayMs);
    expect((await redeem(used.sessionToken)).status).toBe(202);
    api.clock.advance(dayMs - 1);
    expect((await redeem(unused.sessionToken)).status).toBe(202);
    api.clock.advance(14 * dayMs);
    expect(await redeem(used.sessionToken)).toMatchObject(incorrect);
    expect(await redeem(unused.sessionToken)).toMatchObject(incorrect);
    expect(await signOut(used.sessionToken)).toMatchObject(incorrect);
  });

  it('expires after 30 days in all', async () => {
    const { sessionToken } = await signIn();
    for (const days of [10, 10, 9]) {
      api.clock.advance(days * dayMs);
      expect((await redeem(sessionToken)).status).toBe(202);
    }
    api.clock.advance(dayMs - 1);
    expect((await redeem(sessionToken)).status).toBe(202);
    api.clock.advance(1);
    expect(await redeem(sessionToken)).toMatchObject(incorrect);
  });

  it('has an item that DynamoDB may remove when the session has expired', async () => {
    const { sessionToken } = await signIn();
    const startedAt = api.clock.now();
    const expiry = async () => (await ownItems())[0]?.['expires_at'];
    expect(await expiry()).toBe(Math.floor((startedAt + 14 * dayMs) / 1000));
    api.clock.advance(10 * dayMs);
    await redeem(sessionToken);
    expect(await expiry()).toBe(Math.floor((startedAt + 24 * dayMs) / 1000));
    api.clock.advance(10 * dayMs);
    await redeem(sessionToken);
    expect(await expiry()).toBe(Math.floor((startedAt + 30 * dayMs) / 1000));
  });

  it('has its use written at most once an hour', async () => {
    const { sessionToken } = await signIn();
    const startedAt = api.clock.now();
    const lastUsedAt = async () => (await ownItems())[0]?.['last_used_at'];
    api.clock.advance(hourMs - 1);
    await redeem(sessionToken);
    expect(await lastUsedAt()).toBe(startedAt);
    api.clock.advance(1);
    await redeem(sessionToken);
    expect(await lastUsedAt()).toBe(startedAt + hourMs);
  });
});
