import { beforeEach, describe, expect, it } from 'vitest';
import { cheapHash } from '../support/cheap-bcrypt.ts';
import { expectNewPassword, expectOlderSessionsEnd, expectRefusal } from '../support/password-change.ts';
import {
  api,
  call,
  changePasswordAfterSignIn,
  dayMs,
  hookSessionRoutes,
  id,
  incorrect,
  list,
  newPassword,
  ownItems,
  password,
  putUser,
  redeem,
  signIn,
  username,
} from '../support/session-routes.ts';

hookSessionRoutes();

describe('changing the password', () => {
  beforeEach(() => putUser({ force_password_change: true }));

  it('stores the new password, clears the flag, and signs in', async () => {
    const reply = await changePasswordAfterSignIn({ stay_logged_in: true, session_information: 'new' });
    expect(reply.status).toBe(200);
    expect(Object.keys(reply.body)).toEqual(['token', 'session_token']);
    expect((await redeem(String(reply.body['session_token']))).status).toBe(202);
    expect(await api.user(username)).toMatchObject({ force_password_change: false });
    const { token } = await expectNewPassword();
    expect((await list(token)).sessions).toHaveLength(2);
  });

  it.each([
    ['72 bytes', 'x'.repeat(72), undefined],
    ['73 bytes', 'x'.repeat(73), 'sha384'],
    ['30 Chinese characters', '密'.repeat(30), 'sha384'],
    ['1024 bytes', 'x'.repeat(1024), 'sha384'],
  ])('stores a new password of %s, which signs in, and its beginning does not', async (...passwordOf) => {
    const [, new_password, password_input] = passwordOf;
    expect((await changePasswordAfterSignIn({ new_password })).status).toBe(200);
    expect((await api.user(username))?.['password_input']).toBe(password_input);
    await signIn({ password: new_password });
    for (const other of [`${new_password}!`, new_password.slice(0, -1), `${new_password.slice(0, -1)}!`]) {
      expect(await call('POST /api/auth/signin', { body: { username, password: other } })).toMatchObject({
        body: { error_code: 'username_or_password_incorrect' },
      });
    }
  });

  it('takes the old password as another system stored it, and leaves nothing of that', async () => {
    const foreign = { password: cheapHash(`${password}${id}`, 10), password_input: 'password+id' };
    await putUser({ ...foreign, force_password_change: true });
    expect((await changePasswordAfterSignIn()).status).toBe(200);
    expect(await api.user(username)).not.toHaveProperty('password_input');
    await signIn({ password: newPassword });
  });

  it('opens no session without stay_logged_in', async () => {
    const reply = await changePasswordAfterSignIn();
    expect(Object.keys(reply.body)).toEqual(['token']);
    expect(await ownItems()).toEqual([]);
  });

  it('ends all older sessions, and none that starts after it', async () => {
    await putUser();
    const { sessionToken } = await signIn();
    await putUser({ force_password_change: true });
    await expectOlderSessionsEnd(sessionToken, changePasswordAfterSignIn);
  });

  it('opens a session that starts now, although it revokes sessions up to a little later', async () => {
    const { body } = await changePasswordAfterSignIn({ stay_logged_in: true });
    const now = Math.floor(api.clock.now() / 1000);
    const { sessions } = await list(String(body['token']));
    expect(sessions).toMatchObject([
      { created_at: now, last_used_at: now, expires_at: Math.floor((api.clock.now() + 14 * dayMs) / 1000) },
    ]);
  });

  it('ends the session of an earlier change, even one of some seconds ago', async () => {
    const first = await changePasswordAfterSignIn({ stay_logged_in: true });
    await api.putUser({ ...(await api.user(username)), username, force_password_change: true });
    const second = await changePasswordAfterSignIn({
      old_password: newPassword,
      new_password: `${newPassword} still`,
      stay_logged_in: true,
    });
    expect(await redeem(String(first.body['session_token']))).toMatchObject(incorrect);
    expect((await redeem(String(second.body['session_token']))).status).toBe(202);
  });

  it.each([
    ['a wrong password', { old_password: 'wrong' }, {}, 'username_or_password_incorrect'],
    ['an unknown name', { username: 'nobody' }, {}, 'username_or_password_incorrect'],
    ['an account that is not activated', {}, { activated: false }, 'not_activated'],
    [
      'an account that does not have to change it',
      {},
      { force_password_change: false },
      'no_password_change_needed_for_user',
    ],
    [
      'a wrong password and no need to change it',
      { old_password: 'x' },
      { force_password_change: false },
      'username_or_password_incorrect',
    ],
  ])('is refused for %s, and changes nothing', async (_case, fields, user, code) => {
    await putUser({ force_password_change: true, ...user });
    await expectRefusal(changePasswordAfterSignIn, fields, code);
  });

  it('is refused with a sentence about the new password before the old one is verified', async () => {
    const reply = await changePasswordAfterSignIn({ old_password: 'wrong', new_password: '1234567' });
    expect(reply).toMatchObject({
      status: 400,
      body: {
        error_code: 'validation_failed',
        errors: { new_password: ['new_password has to have at least 8 characters'] },
      },
    });
  });

  it('has the same rate limit as signing in', async () => {
    for (let i = 0; i < 3; i++) await changePasswordAfterSignIn({ old_password: 'wrong' });
    for (let i = 0; i < 2; i++) {
      await call('POST /api/auth/signin', { body: { username, password: 'wrong' } });
    }
    api.clock.advance(1000);
    const count = api.log.length;
    expect((await changePasswordAfterSignIn({ old_password: 'wrong' })).status).toBe(400);
    expect(api.log.at(count)).toMatchObject({ failures: 6 });
  });
});
