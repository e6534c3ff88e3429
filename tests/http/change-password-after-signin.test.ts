import { beforeAll, describe, expect, it } from 'vitest';
import { changeAt, jwt, newPassword, post, putUser, redeem, signIn } from '../support/requests-over-http.ts';

beforeAll(async () => {
  await putUser({ username: 'http.user', id: 'h-1' });
  await putUser({ username: 'http.change', id: 'h-3', force_password_change: true });
  await putUser({ username: 'http.stay', id: 'h-4', force_password_change: true });
  await putUser({ username: 'http.inactive', id: 'h-5', activated: false, force_password_change: true });
});

describe('POST /api/auth/changePasswordAfterSignin', () => {
  const change = changeAt('changePasswordAfterSignin');

  it('answers with a token, and the new password signs in', async () => {
    expect(await change('http.change')).toMatchObject({ status: 200, body: { token: jwt } });
    expect(await signIn('http.change', { password: newPassword })).toMatchObject({ token: jwt });
  });

  it('answers stay_logged_in with a session token that can be redeemed', async () => {
    const { status, body } = await change('http.stay', { stay_logged_in: true });
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['token', 'session_token']);
    expect((await redeem(body.session_token)).status).toBe(202);
  });

  it.each([
    ['http.user', {}, 'no_password_change_needed_for_user', 'User does not need to change his password'],
    ['http.inactive', {}, 'not_activated', 'Account is not activated'],
    [
      'http.inactive',
      { old_password: 'x' },
      'username_or_password_incorrect',
      'Username or password is wrong',
    ],
    ['http.nobody', {}, 'username_or_password_incorrect', 'Username or password is wrong'],
  ])('answers %s with %o as documented: %s', async (username, more, error_code, msg) => {
    expect(await change(username, more)).toMatchObject({ status: 400, body: { msg, error_code } });
  });

  it('has the same rate limit as signing in', async () => {
    const username = 'http.guessed';
    for (let i = 0; i < 5; i++) await post('signin', { username, password: 'wrong' });
    // A sixth slot opens after a second, and a seventh two seconds later. The request that waits for a third one is
    // refused.
    const changes = Array.from({ length: 3 }, () => change(username, { old_password: 'wrong' }));
    const refused = (await Promise.all(changes)).find(({ status }) => status === 429);
    expect(refused).toMatchObject({
      headers: { 'retry-after': expect.stringMatching(/^[1-9]\d*$/) },
      body: { error_code: 'too_many_attempts' },
    });
  });

  it('answers a new password that breaks the policy with a sentence', async () => {
    expect(await change('http.inactive', { new_password: '1234567' })).toMatchObject({
      status: 400,
      body: {
        error_code: 'validation_failed',
        errors: { new_password: ['new_password has to have at least 8 characters'] },
      },
    });
  });
});
