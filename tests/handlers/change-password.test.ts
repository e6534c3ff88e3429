import { describe, expect, it } from 'vitest';
import { expectNewPassword, expectOlderSessionsEnd, expectRefusal } from '../support/password-change.ts';
import {
  api,
  call,
  changePassword,
  changePasswordAfterSignIn,
  hookSessionRoutes,
  incorrect,
  list,
  newPassword,
  password,
  putUser,
  redeem,
  signIn,
  username,
} from '../support/session-routes.ts';

hookSessionRoutes();

describe.each([
  ['has to change it', { force_password_change: true }],
  ['does not have to change it', { force_password_change: false }],
  ['was never told to change it', {}],
])('changing the password of a user who %s', (_case, item) => {
  it('stores the new password and signs in', async () => {
    await putUser(item);
    const reply = await changePassword({ stay_logged_in: true, session_information: 'new' });
    expect(reply.status).toBe(200);
    expect(Object.keys(reply.body)).toEqual(['token', 'session_token']);
    expect(await api.user(username)).toMatchObject({ force_password_change: false });
    const { sessions } = await list(String(reply.body['token']));
    expect(sessions).toMatchObject([{ session_information: 'new' }]);
    await expectNewPassword();
  });

  it.each([
    ['a wrong password', { old_password: 'wrong' }, {}, 'username_or_password_incorrect'],
    ['an unknown name', { username: 'nobody' }, {}, 'username_or_password_incorrect'],
    ['an account that is not activated', {}, { activated: false }, 'not_activated'],
    [
      'a wrong password of an account that is not activated',
      { old_password: 'wrong' },
      { activated: false },
      'username_or_password_incorrect',
    ],
    ['a new password that is the old one', { new_password: password }, {}, 'validation_failed'],
    ['a new password of 1025 bytes', { new_password: 'x'.repeat(1025) }, {}, 'validation_failed'],
  ])('is refused for %s, and changes nothing', async (_reason, fields, more, code) => {
    await putUser({ ...item, ...more });
    await expectRefusal(changePassword, fields, code);
  });
});

describe('changing the password again and again', () => {
  const other = 'another new password';
  const backAndForth = async (changes: number) => {
    const statuses: number[] = [];
    for (let n = 0; n < changes; n++) {
      const [old_password, new_password] = n % 2 === 0 ? [newPassword, other] : [other, newPassword];
      statuses.push((await changePassword({ old_password, new_password })).status);
    }
    return statuses;
  };

  it('is refused after five times, whatever the device, and is possible again in time', async () => {
    await putUser();
    expect((await changePassword()).status).toBe(200);
    expect(await backAndForth(4)).toEqual([200, 200, 200, 200]);
    // A sign-in without a device token gets one of a new device, with a counter of its own.
    await signIn({ password: newPassword });
    const refused = await changePassword({ old_password: newPassword, new_password: other });
    expect(refused).toMatchObject({ status: 429, headers: { 'retry-after': '1' } });
    expect(api.log.at(-1)).toMatchObject({ outcome: 'too_many_attempts', reason: 'changes' });
    await signIn({ password: newPassword });
    api.clock.advance(1000);
    expect(await backAndForth(1)).toEqual([200]);
    const next = await changePassword({ old_password: other, new_password: newPassword });
    expect(next).toMatchObject({ status: 429, headers: { 'retry-after': '2' } });
  });

  it('is not refused because of wrong passwords of others', async () => {
    await putUser();
    for (let n = 0; n < 4; n++) await changePassword({ old_password: 'wrong' });
    expect((await changePassword()).status).toBe(200);
    expect(await backAndForth(4)).toEqual([200, 200, 200, 200]);
  });
});

describe('changing the password', () => {
  it('ends all older sessions, and none that starts after it', async () => {
    const { sessionToken } = await signIn();
    await expectOlderSessionsEnd(sessionToken, changePassword);
  });

  it('works again right away, and ends the session of the first change', async () => {
    const first = await changePassword({ stay_logged_in: true });
    const second = await changePassword({ old_password: newPassword, new_password: password });
    expect(second.status).toBe(200);
    expect(await redeem(String(first.body['session_token']))).toMatchObject(incorrect);
    await signIn();
  });

  it('is won by one of two changes at once', async () => {
    const changes = await Promise.all(
      ['one new password', 'another new one'].map(new_password => changePassword({ new_password })),
    );
    expect(changes.map(({ status }) => status).toSorted()).toEqual([200, 400]);
    expect(changes.find(({ status }) => status === 400)?.body).toMatchObject({
      error_code: 'username_or_password_incorrect',
    });
  });

  it('has the same rate limit as signing in and as changing it after signing in', async () => {
    for (let i = 0; i < 2; i++) await changePassword({ old_password: 'wrong' });
    await changePasswordAfterSignIn({ old_password: 'wrong' });
    for (let i = 0; i < 2; i++) {
      await call('POST /api/auth/signin', { body: { username, password: 'wrong' } });
    }
    api.clock.advance(1000);
    const count = api.log.length;
    expect((await changePassword({ old_password: 'wrong' })).status).toBe(400);
    expect(api.log.at(count)).toMatchObject({ route: 'POST /api/auth/changePassword', failures: 6 });
  });
});
