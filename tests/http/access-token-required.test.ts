import { beforeAll, describe, expect, it } from 'vitest';
import { putUser, send, signIn } from '../support/requests-over-http.ts';

beforeAll(async () => {
  await putUser({ username: 'http.user', id: 'h-1' });
});

describe('the routes that need an access token', () => {
  it('answer 401 without a valid one', async () => {
    const { token } = await signIn('http.user', { stay_logged_in: false });
    for (const [method, path] of [
      ['GET', 'sessions'],
      ['DELETE', 'sessions/x'],
      ['DELETE', 'sessions'],
    ] as const) {
      for (const bad of [undefined, 'x', `${token}x`]) {
        expect(await send(method, path, bad === undefined ? {} : { token: bad })).toMatchObject({
          status: 401,
          headers: { 'www-authenticate': 'Bearer' },
          body: { msg: 'A valid token is needed', error_code: 'unauthorized' },
        });
      }
    }
  });
});
