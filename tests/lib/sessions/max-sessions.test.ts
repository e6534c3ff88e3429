/** Faults and parallel sign-ins at the maximum are in tests/parallel/max-sessions.test.ts. */
import { describe, expect, it } from 'vitest';
import {
  api,
  count,
  dayMs,
  hookSessionRoutes,
  hourMs,
  incorrect,
  ownItems,
  redeem,
  signIn,
} from '../../support/session-routes.ts';

hookSessionRoutes();

describe('the maximum of sessions', () => {
  it('is 100 for each user, and the one unused for longest ends first', { timeout: 60_000 }, async () => {
    const first = await signIn();
    api.clock.advance(2 * hourMs);
    const second = await signIn();
    for (let i = 0; i < 98; i++) await signIn();
    expect(await ownItems()).toHaveLength(100);
    api.clock.advance(2 * hourMs);
    expect((await redeem(first.sessionToken)).status).toBe(202);
    api.clock.advance(1000);
    for (let i = 0; i < 99; i++) await signIn();
    expect(await ownItems()).toHaveLength(100);
    expect(await redeem(second.sessionToken)).toMatchObject(incorrect);
    expect((await redeem(first.sessionToken)).status).toBe(202);
  });

  it('is kept by the times of sessions alone: one whose label is broken is not left out', async () => {
    await signIn();
    const [item] = await ownItems();
    await api.putSession({ ...item, session_information: null });
    await signIn();
    expect(api.log.at(-1)).toMatchObject({ outcome: 'signed_in' });
    expect(api.log.at(-1)).not.toHaveProperty('left_out');
  });

  it('does not count expired ones whose items DynamoDB has not removed', async () => {
    const old = await signIn();
    const now = api.clock.now() + 13 * dayMs;
    const [item] = await ownItems();
    for (let i = 0; i < 100; i++) {
      const over = { created_at: now - 30 * dayMs, last_used_at: now - hourMs };
      await api.putSession({ ...item, ...over, token_hash: `over.${count}.${i}`, id: `over.${i}` });
    }
    api.clock.advance(13 * dayMs);
    await signIn();
    expect((await redeem(old.sessionToken)).status).toBe(202);
  });
});
