/** Listing sessions, ending one, and ending all. */
import { beforeAll, describe, expect, it } from 'vitest';
import { putUser, redeem, send, sessionTokenIncorrect, signIn } from '../support/requests-over-http.ts';

beforeAll(async () => {
  await putUser({ username: 'http.user', id: 'h-1' });
  await putUser({ username: 'http.other', id: 'h-2' });
  await putUser({ username: 'http.all', id: 'h-6' });
});

describe('GET /api/auth/sessions', () => {
  it('lists sessions in pages, newest first', async () => {
    for (const session_information of ['one', 'two', 'three']) {
      await signIn('http.other', { session_information });
    }
    const { token } = await signIn('http.other', { stay_logged_in: false });
    const first = await send('GET', 'sessions?limit=2', { token });
    expect(first).toMatchObject({
      status: 200,
      body: {
        sessions: [{ session_information: 'three' }, { session_information: 'two' }],
        cursor: expect.any(String),
      },
    });
    const second = await send('GET', `sessions?limit=2&cursor=${first.body.cursor}`, { token });
    expect(second.body).toEqual({ sessions: [expect.objectContaining({ session_information: 'one' })] });
  });

  it('refuses a limit and a cursor that make no sense', async () => {
    const { token } = await signIn('http.user', { stay_logged_in: false });
    const reply = await send('GET', 'sessions?limit=x&cursor=x', { token });
    expect(reply).toMatchObject({ status: 400, body: { error_code: 'validation_failed' } });
    expect(Object.keys(reply.body.errors)).toEqual(['limit', 'cursor']);
  });
});

describe('DELETE /api/auth/sessions', () => {
  it('ends a session of the caller by its id, and none of anybody else', async () => {
    const { token, session_token } = await signIn('http.all');
    const stranger = await signIn('http.user', { stay_logged_in: false });
    const [session] = (await send('GET', 'sessions', { token })).body.sessions;
    const end = (as: string) => send('DELETE', `sessions/${session.id}`, { token: as });
    const notFound = {
      status: 404,
      body: { msg: 'There is no such session', error_code: 'session_not_found' },
    };
    expect(await end(stranger.token)).toMatchObject(notFound);
    expect(await end(token)).toMatchObject({ status: 204, body: null });
    expect(await end(token)).toMatchObject(notFound);
    expect(await redeem(session_token)).toMatchObject(sessionTokenIncorrect);
  });

  it('ends all sessions', async () => {
    const { token, session_token } = await signIn('http.all');
    expect(await send('DELETE', 'sessions', { token })).toMatchObject({ status: 204, body: null });
    expect(await redeem(session_token)).toMatchObject(sessionTokenIncorrect);
  });
});
