import { describe, expect, it } from 'vitest';
import { routeEvent } from '../support/event-builder.ts';
import {
  api,
  call,
  changePasswordAfterSignIn,
  dayMs,
  hookSessionRoutes,
  incorrect,
  putUser,
  redeem,
  signIn,
  username,
} from '../support/session-routes.ts';

hookSessionRoutes();

describe('ending all sessions', () => {
  it('does not happen for an empty id, which a local server can take for all', async () => {
    const { token, sessionToken } = await signIn();
    const event = routeEvent('DELETE /api/auth/sessions', { token });
    const reply = await api.call({ ...event, rawPath: '/api/auth/sessions/' });
    expect(reply).toMatchObject({ status: 404, body: { error_code: 'session_not_found' } });
    expect(await call('DELETE /api/auth/sessions/{id}', { token, id: '' })).toMatchObject({ status: 404 });
    expect((await redeem(sessionToken)).status).toBe(202);
  });

  it('ends all that exist, and none that starts afterwards', async () => {
    const [one, other] = [await signIn(), await signIn()];
    for (let i = 0; i < 2; i++) {
      const reply = await call('DELETE /api/auth/sessions', { token: one.token });
      expect(reply.status).toBe(204);
    }
    const after = await signIn();
    expect(await redeem(one.sessionToken)).toMatchObject(incorrect);
    expect(await redeem(other.sessionToken)).toMatchObject(incorrect);
    expect((await redeem(after.sessionToken)).status).toBe(202);
    // Sessions that started right after it can be ended too.
    expect((await call('DELETE /api/auth/sessions', { token: one.token })).status).toBe(204);
    expect(await redeem(after.sessionToken)).toMatchObject(incorrect);
  });

  // A former version left them out, so they were back as soon as the operator removed the flag.
  it('works for a user who has to change the password, and the sessions do not come back', async () => {
    const { token, sessionToken } = await signIn();
    await putUser({ force_password_change: true });
    expect((await call('DELETE /api/auth/sessions', { token })).status).toBe(204);
    await api.putUser({ ...(await api.user(username)), username, force_password_change: false });
    expect(await redeem(sessionToken)).toMatchObject(incorrect);
  });

  // The index lags behind. A session that has to end may not be in it yet, but an old one tells whose sessions these
  // are.
  it('works if the index shows only an expired session', async () => {
    await signIn();
    api.clock.advance(31 * dayMs);
    const { token } = await signIn({ stay_logged_in: false });
    expect((await call('DELETE /api/auth/sessions', { token })).status).toBe(204);
    expect(await api.user(username)).toMatchObject({ sessions_valid_from: api.clock.now() + 5000 });
  });

  it('ends no session of another user who has the name now', async () => {
    const { token } = await signIn();
    await putUser({ id: 'another' });
    const another = await signIn();
    expect((await call('DELETE /api/auth/sessions', { token })).status).toBe(401);
    expect((await redeem(another.sessionToken)).status).toBe(202);
    expect(await api.user(username)).not.toHaveProperty('sessions_valid_from');
  });

  it('works right after a change of password', async () => {
    await putUser({ force_password_change: true });
    const { body } = await changePasswordAfterSignIn({ stay_logged_in: true });
    expect((await call('DELETE /api/auth/sessions', { token: String(body['token']) })).status).toBe(204);
    expect(await redeem(String(body['session_token']))).toMatchObject(incorrect);
  });
});
