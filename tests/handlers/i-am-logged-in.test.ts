import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import {
  api,
  call,
  hookSessionRoutes,
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

hookSessionRoutes();

describe('redeeming a session token', () => {
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
  ])('refuses a session token that is %s, and so does signing out', async (_case, sessionToken) => {
    expect(await redeem(sessionToken)).toMatchObject(incorrect);
    expect(await signOut(sessionToken)).toMatchObject(incorrect);
  });

  it.each([
    ['a number', { session_token: 33 }],
    ['missing', {}],
    ['nothing', { session_token: null }],
  ])('requires session_token to be a string: %s', async (_case, body) => {
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

  it('writes a new label at any time, and with it no use within the hour', async () => {
    const { sessionToken } = await signIn({ session_information: 'old' });
    const [before] = await ownItems();
    api.clock.advance(hourMs - 1);
    await redeem(sessionToken, { session_information: 'new' });
    expect(await ownItems()).toEqual([{ ...before, session_information: 'new' }]);
  });

  it.each([
    ['is deactivated', { activated: false }],
    ['has to change the password', { force_password_change: true }],
    ['was added again with another id', { id: 'another' }],
    ['has an id of another type', { id: '1000' }],
    ['has no usable id any more', { id: 1.5 }],
    ['has its sessions ended', { sessions_valid_from: 8e12 }],
  ])('ends the session for good if the user %s', async (_case, change) => {
    const { sessionToken } = await signIn();
    await putUser(change);
    expect(await redeem(sessionToken)).toMatchObject(incorrect);
    expect(await ownItems()).toEqual([]);
    await putUser();
    expect(await redeem(sessionToken)).toMatchObject(incorrect);
  });

  it('refuses the session if the id of the user was the text "null" and is now null', async () => {
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
});
