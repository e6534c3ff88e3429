import { beforeAll, describe, expect, it } from 'vitest';
import { post, putUser, redeem, sessionTokenIncorrect, signIn } from '../support/requests-over-http.ts';

beforeAll(async () => {
  await putUser({ username: 'http.user', id: 'h-1' });
});

describe('POST /api/auth/signout', () => {
  it('ends the session of the session token', async () => {
    const { session_token } = await signIn('http.user');
    expect(await post('signout', { session_token })).toMatchObject({
      status: 200,
      body: { msg: 'Successfully signed out' },
    });
    expect(await post('signout', { session_token })).toMatchObject(sessionTokenIncorrect);
    expect(await redeem(session_token)).toMatchObject(sessionTokenIncorrect);
  });
});
