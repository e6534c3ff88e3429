import { describe, expect, it } from 'vitest';
import { api, hash, hookSignInRoute, signIn, wrong } from '../../support/sign-in-route.ts';

hookSignInRoute();

describe('the id of a user', () => {
  it('is usable with 500 characters', async () => {
    await api.putUser({ username: 'long.id', id: 'x'.repeat(500), password: hash });
    expect((await signIn({ username: 'long.id' })).status).toBe(200);
  });

  it.each([
    ['missing', undefined],
    ['an empty string', ''],
    ['a fraction', 1.5],
    ['a number that JSON cannot carry', 2n ** 60n],
    ['a flag', true],
    ['a string of more than 500 characters', 'x'.repeat(501)],
  ])(
    'is not usable if it is %s, and then signing in fails with 500, and the log says why',
    async (kind, id) => {
      const username = `no.id: ${kind}`;
      await api.putUser({ username, password: hash, ...(id === undefined ? {} : { id }) });
      expect(await signIn({ username, stay_logged_in: true })).toMatchObject({
        status: 500,
        body: { msg: 'Something went wrong on our side', error_code: 'internal_error' },
      });
      expect(api.log.at(-1)).toMatchObject({
        outcome: 'internal_error',
        error: expect.stringContaining('usable id'),
      });
      expect(await signIn({ username, password: 'wrong' })).toMatchObject({
        status: 400,
        body: wrong,
      });
    },
  );
});
