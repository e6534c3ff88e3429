import { describe, expect, it } from 'vitest';
import {
  api,
  changePassword,
  hookSessionRoutes,
  incorrect,
  list,
  putUser,
  redeem,
  signIn,
  username,
} from '../../support/session-routes.ts';

hookSessionRoutes();

describe('sessions_valid_from', () => {
  it('revokes the sessions that started before it, and none that started at that time', async () => {
    const { sessionToken } = await signIn();
    await putUser({ sessions_valid_from: api.clock.now() });
    expect((await redeem(sessionToken)).status).toBe(202);
    await putUser({ sessions_valid_from: api.clock.now() + 1 });
    expect(await redeem(sessionToken)).toMatchObject(incorrect);
  });

  it('ends what a change of the password opened, if the change was not stored', async () => {
    const changed = await changePassword({ stay_logged_in: true });
    const sessionToken = String(changed.body['session_token']);
    const stored = await api.user(username);
    expect((await redeem(sessionToken)).status).toBe(202);
    await putUser();
    expect((await list((await signIn({ stay_logged_in: false })).token)).sessions).toEqual([]);
    await putUser(stored ?? {});
    expect((await redeem(sessionToken)).status).toBe(202);
    await putUser();
    expect(await redeem(sessionToken)).toMatchObject(incorrect);
  });

  it('revokes no session if it is 0', async () => {
    const { sessionToken } = await signIn();
    await putUser({ sessions_valid_from: 0 });
    expect((await redeem(sessionToken)).status).toBe(202);
  });

  it.each([['2026-01-01'], ['1000'], [-1], [Number.MAX_SAFE_INTEGER]])(
    'makes redeeming fail with 500 if it is not a time: %j',
    async sessions_valid_from => {
      const { sessionToken } = await signIn();
      await putUser({ sessions_valid_from });
      expect(await redeem(sessionToken)).toMatchObject({
        status: 500,
        body: { error_code: 'internal_error' },
      });
      expect(api.log.at(-1)).toMatchObject({ error: expect.stringContaining('sessions_valid_from') });
      await putUser();
      expect((await redeem(sessionToken)).status).toBe(202);
    },
  );
});
