import { describe, expect, it } from 'vitest';
import {
  api,
  call,
  hash,
  hookSessionRoutes,
  id,
  incorrect,
  list,
  putUser,
  redeem,
  signIn,
  username,
} from '../support/session-routes.ts';

hookSessionRoutes();

describe('ending one session', () => {
  it('ends the session with the id, and no other', async () => {
    const [one, other] = [await signIn({ session_information: 'one' }), await signIn()];
    const found = (await list(one.token)).sessions.find(session => session.session_information === 'one');
    const end = () => call('DELETE /api/auth/sessions/{id}', { token: one.token, id: found?.id ?? '' });
    expect(await end()).toEqual({ status: 204, headers: expect.any(Object), body: {} });
    expect(await redeem(one.sessionToken)).toMatchObject(incorrect);
    expect((await redeem(other.sessionToken)).status).toBe(202);
    expect(await end()).toMatchObject({
      status: 404,
      body: { msg: 'There is no such session', error_code: 'session_not_found' },
    });
  });

  it('answers 404 for a session of somebody else, as if there were none', async () => {
    const own = await signIn();
    const [session] = (await list(own.token)).sessions;
    await api.putUser({ username: `${username}.other`, id: String(id), password: hash });
    const stranger = await signIn({ username: `${username}.other` });
    for (const ended of [session?.id ?? '', own.sessionToken, '%', '']) {
      const reply = await call('DELETE /api/auth/sessions/{id}', { token: stranger.token, id: ended });
      expect(reply).toMatchObject({ status: 404, body: { error_code: 'session_not_found' } });
    }
    expect((await redeem(own.sessionToken)).status).toBe(202);
  });

  it('works for a deactivated user although the session is not listed, and it does not come back', async () => {
    const { token, sessionToken } = await signIn();
    const [session] = (await list(token)).sessions;
    await putUser({ activated: false });
    expect((await list(token)).sessions).toEqual([]);
    const reply = await call('DELETE /api/auth/sessions/{id}', { token, id: session?.id ?? '' });
    expect(reply.status).toBe(204);
    await putUser();
    expect(await redeem(sessionToken)).toMatchObject(incorrect);
  });
});
