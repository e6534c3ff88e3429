import { beforeAll, describe, expect, it } from 'vitest';
import { changeAt, jwt, newPassword, putUser, redeem, signIn } from '../support/requests-over-http.ts';

beforeAll(async () => {
  await putUser({ username: 'own.change', id: 'o-1' });
  await putUser({ username: 'own.required', id: 'o-2', force_password_change: true });
  await putUser({ username: 'own.inactive', id: 'o-3', activated: false });
});

describe('POST /api/auth/changePassword', () => {
  const change = changeAt('changePassword');

  it('answers with a token, ends older sessions, and the new password signs in', async () => {
    const { session_token } = await signIn('own.change');
    const { status, body } = await change('own.change', { stay_logged_in: true });
    expect(status).toBe(200);
    expect(body).toEqual({ token: jwt, session_token: expect.stringMatching(/^[A-Za-z0-9]{64}$/) });
    expect((await redeem(body.session_token)).status).toBe(202);
    expect((await redeem(session_token)).status).toBe(400);
    expect(await signIn('own.change', { password: newPassword })).toMatchObject({ token: jwt });
  });

  it('takes a passphrase of 30 Chinese characters', async () => {
    const new_password = '密'.repeat(30);
    expect(await change('own.required', { new_password })).toMatchObject({
      status: 200,
      body: { token: jwt },
    });
    expect(await signIn('own.required', { password: new_password })).toMatchObject({ token: jwt });
  });

  it.each([
    ['own.inactive', {}, 'not_activated', 'Account is not activated'],
    [
      'own.inactive',
      { old_password: 'x' },
      'username_or_password_incorrect',
      'Username or password is wrong',
    ],
    ['own.nobody', {}, 'username_or_password_incorrect', 'Username or password is wrong'],
  ])('answers %s with %o as documented: %s', async (username, more, error_code, msg) => {
    expect(await change(username, more)).toMatchObject({ status: 400, body: { msg, error_code } });
  });

  it('answers a new password that breaks the policy with a sentence', async () => {
    expect(await change('own.inactive', { new_password: 'password1' })).toMatchObject({
      status: 400,
      body: {
        error_code: 'validation_failed',
        errors: { new_password: ['new_password is one of the most common passwords'] },
      },
    });
  });
});
