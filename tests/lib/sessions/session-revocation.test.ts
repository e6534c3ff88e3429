import { describe, expect, it } from 'vitest';
import {
  isIssuedSinceRevocation,
  isUnrevoked,
  validFromRevokingAll,
} from '../../../lib/sessions/session-revocation.ts';
import { canonicalUsername } from '../../../lib/users/canonical-username.ts';
import { parseUserItem } from '../../../lib/users/user-item.ts';
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

const userWith = (attributes: object) => parseUserItem(canonicalUsername('st.huber'), { ...attributes });

describe('the end of all sessions', () => {
  const now = 1_569_254_437_000;

  it('reaches five seconds ahead of the clock', () => {
    expect(validFromRevokingAll(userWith({}), now)).toBe(now + 5000);
  });

  it('moves sessions_valid_from on, also if it is ahead of the clock already', () => {
    for (const ahead of [5000, 5001, 60_000]) {
      const user = userWith({ sessions_valid_from: now + ahead });
      expect(validFromRevokingAll(user, now)).toBe(now + ahead + 1);
    }
  });

  it.each([
    [now, now / 1000],
    [now + 1, now / 1000],
    [now + 999, now / 1000],
    [now + 1000, now / 1000 + 1],
  ])('at %i leaves the access tokens issued from second %i on', (revokedAt, earliest) => {
    const user = userWith({ sessions_valid_from: revokedAt + 5000 });
    expect(isIssuedSinceRevocation(earliest, user)).toBe(true);
    expect(isIssuedSinceRevocation(earliest - 1, user)).toBe(false);
  });
});

describe('a user whose id is broken', () => {
  it('has no sessions, not even those of a user with the id "null"', () => {
    const session = {
      tokenHash: '',
      id: '',
      userIdKey: 's:null',
      username: canonicalUsername('st.huber'),
      information: '',
      createdAtEpochMs: 1,
      validFromEpochMs: 0,
      lastUsedAtEpochMs: 1,
      expiresAtEpochMs: 2,
    };
    expect(isUnrevoked(session, userWith({ id: 'null' }))).toBe(true);
    expect(isUnrevoked(session, userWith({}))).toBe(false);
  });
});
