/** Access tokens of before a revocation, on the routes that look the user up. */
import { describe, expect, it } from 'vitest';
import {
  api,
  call,
  changePassword,
  dayMs,
  hookSessionRoutes,
  list,
  putUser,
  redeem,
  signIn,
  username,
} from '../support/session-routes.ts';

hookSessionRoutes();

const unauthorized = { status: 401, body: { error_code: 'unauthorized' } };

/** All routes that take an access token, with a token and the id of a session that is to be ended. */
const routes = (token: string, id: string) => [
  call('GET /api/auth/sessions', { token }),
  call('DELETE /api/auth/sessions/{id}', { token, id }),
  call('DELETE /api/auth/sessions', { token }),
];

async function expectUnauthorized(token: string, id = 'any'): Promise<void> {
  for (const reply of await Promise.all(routes(token, id))) expect(reply).toMatchObject(unauthorized);
}

describe('an access token of before', () => {
  it('a change of password neither lists nor ends the sessions of after it', async () => {
    const stolen = await signIn();
    api.clock.advance(1000);
    const changed = await changePassword({ stay_logged_in: true });
    const { sessions } = await list(String(changed.body['token']));
    expect(sessions).toHaveLength(1);
    await expectUnauthorized(stolen.token, sessions[0]?.id);
    expect((await redeem(String(changed.body['session_token']))).status).toBe(202);
  });

  it('a change of password finds nothing, if the user never had a session', async () => {
    const { token } = await signIn({ stay_logged_in: false });
    api.clock.advance(1000);
    expect((await changePassword()).status).toBe(200);
    const [listed, ended, endedAll] = await Promise.all(routes(token, 'any'));
    expect(listed).toMatchObject({ status: 200, body: { sessions: [] } });
    expect([ended?.status, endedAll?.status]).toEqual([404, 204]);
  });

  it('a change of password is refused while the table still has a session that has expired', async () => {
    await signIn();
    api.clock.advance(31 * dayMs);
    const { token } = await signIn({ stay_logged_in: false });
    api.clock.advance(1000);
    expect((await changePassword()).status).toBe(200);
    await expectUnauthorized(token);
  });

  it("the end of all sessions is worth nothing any more, the caller's own one too", async () => {
    const { token } = await signIn();
    api.clock.advance(1000);
    const other = await signIn();
    api.clock.advance(1000);
    expect((await call('DELETE /api/auth/sessions', { token: other.token })).status).toBe(204);
    await expectUnauthorized(token);
    await expectUnauthorized(other.token);
    const next = await signIn();
    expect((await list(next.token)).sessions).toHaveLength(1);
  });

  it('the operator ended all sessions is worth nothing any more', async () => {
    const { token } = await signIn();
    api.clock.advance(1000);
    await putUser({ sessions_valid_from: api.clock.now() + 5000 });
    await expectUnauthorized(token);
    expect((await list((await signIn()).token)).sessions).toHaveLength(1);
  });

  it('the user was removed, or added again with another id, is worth nothing any more', async () => {
    const { token } = await signIn();
    await putUser({ id: 'another' });
    await expectUnauthorized(token);
    await api.removeUser(username);
    await expectUnauthorized(token);
  });
});

describe('an access token', () => {
  it('of a change of password is good', async () => {
    await signIn();
    const { body } = await changePassword();
    expect((await list(String(body['token']))).sessions).toEqual([]);
  });

  it('of a user who never had a session finds none', async () => {
    const { token } = await signIn({ stay_logged_in: false });
    expect((await list(token)).sessions).toEqual([]);
  });
});
