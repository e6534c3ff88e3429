import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import {
  api,
  call,
  dayMs,
  hourMs,
  id,
  incorrect,
  list,
  ownItems,
  putUser,
  redeem,
  signIn,
  signOut,
  username,
} from '../support/session-routes.ts';

describe('redeeming', () => {
  it('yields a fresh token of the same subject', async () => {
    const { sessionToken } = await signIn();
    api.clock.advance(2 * hourMs);
    const reply = await redeem(sessionToken);
    expect(reply).toMatchObject({ status: 202, body: { msg: 'Session token is good' } });
    const now = Math.floor(api.clock.now() / 1000);
    expect(decodeJwt(String(reply.body['token']))).toEqual({
      iss: 'lumen-jwt',
      sub: id,
      iat: now,
      exp: now + 3600,
    });
  });

  it.each([
    ['unknown', 'x'.repeat(64)],
    ['empty', ''],
    ['too short', 'x'.repeat(63)],
    ['too long', 'x'.repeat(65)],
    ['of other characters', `${'x'.repeat(63)}-`],
    ['with a line break', `${'x'.repeat(64)}\n`],
  ])('does not take a session token that is %s', async (_case, sessionToken) => {
    expect(await redeem(sessionToken)).toMatchObject(incorrect);
    expect(await signOut(sessionToken)).toMatchObject(incorrect);
  });

  it.each([
    ['a number', { session_token: 33 }],
    ['missing', {}],
    ['nothing', { session_token: null }],
  ])('wants a session token, not one that is %s', async (_case, body) => {
    for (const route of ['POST /api/auth/IamLoggedIn', 'POST /api/auth/signout']) {
      expect(await call(route, { body })).toMatchObject({
        status: 400,
        body: { error_code: 'validation_failed', errors: { session_token: [expect.any(String)] } },
      });
    }
  });

  it('gives the session a new label if session_information is sent', async () => {
    const { token, sessionToken } = await signIn({ session_information: 'old' });
    expect((await redeem(sessionToken)).status).toBe(202);
    expect((await list(token)).sessions).toMatchObject([{ session_information: 'old' }]);
    expect((await redeem(sessionToken, { session_information: 'new' })).status).toBe(202);
    expect((await list(token)).sessions).toMatchObject([{ session_information: 'new' }]);
  });

  it('writes a new label within the hour too, but no use', async () => {
    const { sessionToken } = await signIn({ session_information: 'old' });
    const [before] = await ownItems();
    api.clock.advance(hourMs - 1);
    await redeem(sessionToken, { session_information: 'new' });
    expect(await ownItems()).toEqual([{ ...before, session_information: 'new' }]);
  });

  it('writes its use at most once an hour', async () => {
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

  it('works until 14 days have passed without use', async () => {
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

  it('works until 30 days have passed in all', async () => {
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

  it('lets DynamoDB remove the item when the session has expired', async () => {
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

  it.each([
    ['is deactivated', { activated: false }],
    ['has to change the password', { force_password_change: true }],
    ['was added anew with another id', { id: 'another' }],
    ['has an id of another type', { id: '1000' }],
    ['has no usable id any more', { id: 1.5 }],
    ['has its sessions ended', { sessions_valid_from: 8e12 }],
  ])('ends the session for good where the user %s', async (_case, change) => {
    const { sessionToken } = await signIn();
    await putUser(change);
    expect(await redeem(sessionToken)).toMatchObject(incorrect);
    expect(await ownItems()).toEqual([]);
    await putUser();
    expect(await redeem(sessionToken)).toMatchObject(incorrect);
  });

  it('ends the session for good if the id "null" became an unusable id', async () => {
    await putUser({ id: 'null' });
    const { sessionToken } = await signIn();
    await putUser({ id: null });
    expect(await redeem(sessionToken)).toMatchObject(incorrect);
  });

  it('ends the session for good if the user was removed', async () => {
    const { sessionToken } = await signIn();
    await api.removeUser(username);
    expect(await redeem(sessionToken)).toMatchObject(incorrect);
    await putUser();
    expect(await redeem(sessionToken)).toMatchObject(incorrect);
  });

  it('works if sessions are valid from the moment when this one began', async () => {
    const { sessionToken } = await signIn();
    await putUser({ sessions_valid_from: api.clock.now() });
    expect((await redeem(sessionToken)).status).toBe(202);
    await putUser({ sessions_valid_from: api.clock.now() + 1 });
    expect(await redeem(sessionToken)).toMatchObject(incorrect);
  });

  it('works if sessions_valid_from is set to 0', async () => {
    const { sessionToken } = await signIn();
    await putUser({ sessions_valid_from: 0 });
    expect((await redeem(sessionToken)).status).toBe(202);
  });

  it.each([['2026-01-01'], ['1000'], [-1], [Number.MAX_SAFE_INTEGER]])(
    'is our mistake where sessions_valid_from is no time: %j',
    async sessions_valid_from => {
      const { sessionToken } = await signIn();
      await putUser({ sessions_valid_from });
      expect(await redeem(sessionToken)).toMatchObject({
        status: 500,
        body: { error_code: 'internal_error' },
      });
      expect(api.log.at(-1)).toMatchObject({ error: expect.stringContaining('sessions_valid_from') });
      await putUser();
      expect((await redeem(sessionToken)).status).toBe(202);
    },
  );
});
