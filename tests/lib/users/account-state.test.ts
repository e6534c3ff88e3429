import { beforeAll, describe, expect, it } from 'vitest';
import { api, hash, hookSignInRoute, signIn, wrong } from '../../support/sign-in-route.ts';

hookSignInRoute();

describe('the state of an account', () => {
  beforeAll(async () => {
    await api.putUser({ username: 'not.activated', id: 1, password: hash, activated: false });
    await api.putUser({ username: 'no.flag', id: 2, password: hash, activated: null });
    await api.putUser({ username: 'text.flag', id: 3, password: hash, activated: 'true' });
    await api.putUser({ username: 'must.change', id: 4, password: hash, force_password_change: true });
    await api.putUser({ username: 'odd.change', id: 5, password: hash, force_password_change: 1 });
    await api.putUser({
      username: 'both',
      id: 6,
      password: hash,
      activated: false,
      force_password_change: true,
    });
  });

  it.each([
    ['not.activated', 'Account is not activated', 'not_activated'],
    ['no.flag', 'Account is not activated', 'not_activated'],
    ['text.flag', 'Account is not activated', 'not_activated'],
    ['both', 'Account is not activated', 'not_activated'],
    ['must.change', 'You have to change your password', 'change_password'],
    ['odd.change', 'You have to change your password', 'change_password'],
  ])('is told for a right password, without a token or a session: %s', async (username, msg, code) => {
    const before = await api.sessions();
    const reply = await signIn({ username, stay_logged_in: true });
    expect(reply).toMatchObject({ status: 400, body: { msg, error_code: code } });
    expect(Object.keys(reply.body)).toEqual(['msg', 'error_code']);
    expect(await api.sessions()).toEqual(before);
  });

  it('is not told for a wrong password', async () => {
    for (const username of ['not.activated', 'must.change']) {
      expect(await signIn({ username, password: 'wrong' })).toMatchObject({ status: 400, body: wrong });
    }
  });
});
