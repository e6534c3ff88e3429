import bcryptjs from 'bcryptjs';
import { describe, expect, it } from 'vitest';
import type { Bcrypt } from '../../../lib/passwords/password-hasher.ts';
import { signInEvent } from '../../support/event-builder.ts';
import { foreignPasswords } from '../../support/foreign-passwords.ts';
import { api, hash, hookSignInRoute, password, signIn, wrong } from '../../support/sign-in-route.ts';
import { startFunction } from '../../support/test-function.ts';

hookSignInRoute();

describe('an outdated hash', () => {
  it.each([
    ['of a lower cost', 4, '$2b$'],
    ['of a higher cost', 11, '$2b$'],
    ['of another prefix', 10, '$2y$'],
  ])('%s is replaced after a right password', async (_case, cost, prefix) => {
    const username = `outdated.${cost}`;
    const outdated = (await bcryptjs.hash(password, cost)).replace('$2b$', prefix);
    await api.putUser({ username, id: 70, password: outdated, note: 'stays' });
    expect((await signIn({ username })).status).toBe(200);
    const user = await api.user(username);
    expect(user).toMatchObject({ note: 'stays', password: expect.stringMatching(/^\$2b\$10\$/) });
    expect(await bcryptjs.compare(password, String(user?.['password']))).toBe(true);
  });

  it.each(foreignPasswords)(
    'of $origin with $input is replaced by one of ours: $password',
    async ({ input, password: typed, id, hash: stored }) => {
      const username = 'from.elsewhere';
      await api.putUser({ username, id, password: stored, password_input: input, note: 'stays' });
      expect((await signIn({ username, password: typed })).status).toBe(200);
      const user = await api.user(username);
      const isLong = Buffer.byteLength(typed) > 72;
      expect(user).toEqual({
        username,
        id,
        activated: true,
        note: 'stays',
        password: expect.stringMatching(/^\$2b\$10\$/),
        ...(isLong ? { password_input: 'sha384' } : {}),
      });
      expect((await signIn({ username, password: typed })).status).toBe(200);
      expect(await api.user(username)).toEqual(user);
    },
  );

  it('of a password that PHP cut counts as a whole from then on', async () => {
    const username = 'was.cut';
    const long = 'x'.repeat(80);
    const password = bcryptjs.hashSync(long, 4);
    await api.putUser({ username, id: 72, password, password_input: 'password+id' });
    expect((await signIn({ username, password: long })).status).toBe(200);
    expect(await signIn({ username, password: `${long}!` })).toMatchObject({ body: wrong });
  });

  it('is replaced even if the account is not activated', async () => {
    await api.putUser({
      username: 'outdated.inactive',
      id: 71,
      activated: false,
      password: await bcryptjs.hash(password, 4),
    });
    expect((await signIn({ username: 'outdated.inactive' })).body['error_code']).toBe('not_activated');
    expect(await api.user('outdated.inactive')).toMatchObject({
      password: expect.stringMatching(/^\$2b\$10\$/),
    });
  });

  it('is not one with the cost and the prefix of new ones', async () => {
    await signIn({});
    expect(await api.user('st.huber')).toMatchObject({ password: hash });
  });

  it('is not replaced after a wrong password', async () => {
    const cheap = await bcryptjs.hash(password, 4);
    await api.putUser({ username: 'cheap.wrong', id: 60, password: cheap });
    expect(await signIn({ username: 'cheap.wrong', password: 'wrong' })).toMatchObject({ body: wrong });
    expect(await api.user('cheap.wrong')).toMatchObject({ password: cheap });
  });

  it.each([
    ['removed', `${password}33`, { password_input: 'password+id' }, {}],
    ['added', password, {}, { password_input: 'sha384' }],
  ])('is not replaced if a password_input was %s meanwhile', async (_case, hashed, asRead, meanwhile) => {
    const item = { username: 'st.huber', id: 33, password: bcryptjs.hashSync(hashed, 4) };
    const bcrypt: Bcrypt = {
      ...bcryptjs,
      async compare(typed, hash) {
        await changing.putUser({ ...item, ...meanwhile });
        return bcryptjs.compare(typed, hash);
      },
    };
    const changing = await startFunction({}, { bcrypt });
    await changing.putUser({ ...item, ...asRead });
    expect((await changing.call(signInEvent({ username: 'st.huber', password }))).status).toBe(200);
    const user = await changing.user('st.huber');
    await changing.stop();
    expect(user).toEqual({ ...item, activated: true, ...meanwhile });
  });

  it('is not replaced if somebody changed the password meanwhile', async () => {
    const changed = bcryptjs.hashSync('a better password', 10);
    const bcrypt: Bcrypt = {
      ...bcryptjs,
      async compare(typed, hash) {
        const matches = await bcryptjs.compare(typed, hash);
        await changing.putUser({ username: 'st.huber', id: 33, password: changed });
        return matches;
      },
    };
    const changing = await startFunction({}, { bcrypt });
    await changing.putUser({ username: 'st.huber', id: 33, password: bcryptjs.hashSync(password, 4) });
    expect((await changing.call(signInEvent({ username: 'st.huber', password }))).status).toBe(200);
    const user = await changing.user('st.huber');
    await changing.stop();
    expect(user).toMatchObject({ password: changed });
  });
});
