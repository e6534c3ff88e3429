import { beforeAll, describe, expect, it } from 'vitest';
import {
  jwt,
  putUser,
  redeem,
  removeUser,
  sessionTokenIncorrect,
  signIn,
} from '../support/requests-over-http.ts';

beforeAll(async () => {
  await putUser({ username: 'http.user', id: 'h-1' });
});

describe('POST /api/auth/IamLoggedIn', () => {
  it('answers a session token with a fresh token', async () => {
    const { session_token } = await signIn('http.user');
    expect(await redeem(session_token)).toMatchObject({
      status: 202,
      body: { msg: 'Session token is good', token: jwt },
    });
  });

  it.each([['x'.repeat(64)], ['malformed'], ['']])('refuses the session token %j', async sessionToken => {
    expect(await redeem(sessionToken)).toMatchObject(sessionTokenIncorrect);
  });

  it.each([
    ['deactivated', () => putUser({ username: 'http.locked', id: 'h-7', activated: false })],
    [
      'told to change the password',
      () => putUser({ username: 'http.locked', id: 'h-7', force_password_change: true }),
    ],
    ['removed', () => removeUser('http.locked')],
  ])('refuses the session token of a user who is %s', async (_case, lockOut) => {
    await putUser({ username: 'http.locked', id: 'h-7' });
    const { session_token } = await signIn('http.locked');
    await lockOut();
    expect(await redeem(session_token)).toMatchObject(sessionTokenIncorrect);
  });

  it('requires session_token to be a string', async () => {
    expect(await redeem(33)).toMatchObject({ status: 400, body: { error_code: 'validation_failed' } });
  });
});
