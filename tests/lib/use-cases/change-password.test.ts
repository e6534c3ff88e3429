/** A change of password does not undo what an operator does to the user while the new password is hashed. */
import { afterEach, describe, expect, it } from 'vitest';
import { cheapHash, createCheapBcrypt } from '../../support/cheap-bcrypt.ts';
import { createVirtualClock } from '../../support/clocks.ts';
import { routeEvent } from '../../support/event-builder.ts';
import { startFunction, type TestFunction } from '../../support/test-function.ts';

const password = 'Password1234!';
const user = { username: 'st.huber', id: 33, password: cheapHash(password, 10), force_password_change: true };

let api: TestFunction;
afterEach(() => api.stop());

/** Changes the password. The operator writes the given fields after the item was read, and before it is written. */
async function changeWhile(
  operator: Record<string, unknown> | 'removes',
  { stay_logged_in = true, route = 'changePasswordAfterSignin' } = {},
) {
  const cheap = createCheapBcrypt();
  const bcrypt = {
    ...cheap,
    async hash(text: string, saltOrCost: string | number) {
      if (typeof saltOrCost === 'string') return cheap.hash(text, saltOrCost);
      if (operator === 'removes') await api.removeUser(user.username);
      else await api.putUser({ ...user, ...operator });
      return cheap.hash(text, saltOrCost);
    },
  };
  api = await startFunction({}, { bcrypt });
  await api.putUser(user);
  const body = {
    username: user.username,
    old_password: password,
    new_password: 'a better password',
    stay_logged_in,
  };
  return api.call(routeEvent(`POST /api/auth/${route}`, { body }));
}

/** What undoes the opening of a session belongs to no user. */
const sessionsOfUsers = async () => (await api.sessions()).filter(item => 'user_id' in item);

describe('a change of password', () => {
  it('succeeds if nothing happens meanwhile', async () => {
    expect((await changeWhile({})).status).toBe(200);
  });

  it.each([
    ['deactivated', { activated: false }, 'not_activated'],
    [
      'deactivated and signed out everywhere',
      { activated: false, sessions_valid_from: 9e12 },
      'not_activated',
    ],
    ['allowed to keep the password', { force_password_change: false }, 'no_password_change_needed_for_user'],
    ['added again with another id', { id: 'another' }, 'username_or_password_incorrect'],
    ['given another password', { password: cheapHash('another one', 10) }, 'username_or_password_incorrect'],
  ])('changes nothing for a user who is %s meanwhile', async (_case, operator, code) => {
    expect(await changeWhile(operator)).toMatchObject({ status: 400, body: { error_code: code } });
    expect(api.log.at(-1)).toMatchObject({ reason: 'changed_meanwhile' });
    expect(await api.user(user.username)).toEqual({ activated: true, ...user, ...operator });
    expect(await sessionsOfUsers()).toEqual([]);
  });

  it.each([
    ['deactivated', { activated: false }, 'not_activated'],
    ['added again with another id', { id: 'another' }, 'username_or_password_incorrect'],
    ['given another password', { password: cheapHash('another one', 10) }, 'username_or_password_incorrect'],
    ['given another password_input', { password_input: 'sha384' }, 'username_or_password_incorrect'],
  ])('of any user changes nothing for one who is %s meanwhile', async (_case, operator, code) => {
    const changed = await changeWhile(operator, { route: 'changePassword' });
    expect(changed).toMatchObject({ status: 400, body: { error_code: code } });
    expect(await api.user(user.username)).toEqual({ activated: true, ...user, ...operator });
    expect(await sessionsOfUsers()).toEqual([]);
  });

  it.each([
    ['allowed to keep the password', false],
    ['told once more to change it', 'yes'],
  ])('of any user succeeds for one who is %s meanwhile', async (_case, force_password_change) => {
    const changed = await changeWhile({ force_password_change }, { route: 'changePassword' });
    expect(changed.status).toBe(200);
    expect(await api.user(user.username)).toMatchObject({ force_password_change: false });
  });

  it('changes nothing for a user who is removed meanwhile', async () => {
    expect(await changeWhile('removes')).toMatchObject({
      status: 400,
      body: { error_code: 'username_or_password_incorrect' },
    });
    expect(await api.user(user.username)).toBeUndefined();
    expect(await sessionsOfUsers()).toEqual([]);
  });

  it('is refused in the same way without stay_logged_in', async () => {
    expect(await changeWhile({ activated: false }, { stay_logged_in: false })).toMatchObject({
      status: 400,
      body: { error_code: 'not_activated' },
    });
  });

  it.each([
    ['much later', 9e12],
    // The virtual clock stands still until then, and 5 s are what a change adds.
    ['at the same time', createVirtualClock().now() + 5000],
  ])('does not bring back sessions that are ended meanwhile: %s', async (_case, sessions_valid_from) => {
    const ended = { sessions_valid_from };
    expect((await changeWhile(ended)).status).toBe(503);
    expect(api.log.at(-1)?.['error']).toContain('sessions were ended');
    expect(await api.user(user.username)).toEqual({ activated: true, ...user, ...ended });
    expect(await sessionsOfUsers()).toEqual([]);
  });
});
