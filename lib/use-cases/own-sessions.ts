/** What users can do with their own sessions: list them, end one, end all. Sessions of others do not exist for them. */
import type { AccessToken } from '../access-tokens/verify-access-token.ts';
import type { Clock } from '../clock.ts';
import type { DatabaseTimeBudget } from '../database/time-budget.ts';
import type { RequestTrace } from '../observability/request-trace.ts';
import { OperatorError } from '../operator-error.ts';
import type { Session } from '../sessions/session.ts';
import { isUnexpired } from '../sessions/session-lifetime.ts';
import {
  isIssuedSinceRevocation,
  isRedeemable,
  isUnrevoked,
  validFromRevokingAll,
} from '../sessions/session-revocation.ts';
import type { SessionsTable } from '../sessions/sessions-table.ts';
import type { User } from '../users/user.ts';
import type { UsersTable } from '../users/users-table.ts';
import { waitForAll } from '../wait-for-all.ts';

/** The access token was issued before all sessions were revoked, or its user is gone. */
export type TokenRevoked = 'token_revoked';

/** The sessions of the bearer of an access token. All methods throw `DatabaseUnavailable`, and fill in the trace. */
export interface OwnSessions {
  list(
    bearer: AccessToken,
    budget: DatabaseTimeBudget,
    trace: RequestTrace,
  ): Promise<Session[] | TokenRevoked>;
  end(
    bearer: AccessToken,
    id: string,
    budget: DatabaseTimeBudget,
    trace: RequestTrace,
  ): Promise<'ended' | 'not_found' | TokenRevoked>;
  endAll(
    bearer: AccessToken,
    budget: DatabaseTimeBudget,
    trace: RequestTrace,
  ): Promise<'ended' | TokenRevoked>;
}

/** A session, and its user. */
interface OwnedSession {
  readonly session: Session;
  readonly user: User;
}

const hasUsableTime = ({ user }: OwnedSession): boolean => user.sessionsValidFromEpochMs !== null;

/** The sessions of a subject, over the given tables. */
export function createOwnSessions(users: UsersTable, sessions: SessionsTable, clock: Clock): OwnSessions {
  /**
   * All sessions of the bearer in the index, expired and revoked ones too. Broken items are left out, and logged. Those of
   * a name whose sessions were revoked after the token was issued are none of the bearer's. Who has no session in the
   * index has nothing that a revoked token could reach: the name is not known then, and nothing more is read.
   */
  async function findOwned(
    { subject, issuedAtEpochSeconds }: AccessToken,
    budget: DatabaseTimeBudget,
    trace: RequestTrace,
  ): Promise<OwnedSession[] | TokenRevoked> {
    const { sessions: all, leftOut } = await sessions.listByUserId(subject, budget);
    if (leftOut > 0) trace.left_out = leftOut;
    const names = [...new Set(all.map(({ username }) => username))];
    const found = await waitForAll(names.map(name => users.find(name, budget)));
    const owners = found
      .filter(user => user !== null)
      .filter(
        user =>
          user.id === subject &&
          (user.sessionsValidFromEpochMs === null || isIssuedSinceRevocation(issuedAtEpochSeconds, user)),
      );
    if (owners.length === 0 && names.length > 0) return 'token_revoked';
    const byName = new Map(owners.map(user => [user.username, user]));
    return all.flatMap(session => {
      const user = byName.get(session.username);
      return user ? [{ session, user }] : [];
    });
  }

  return {
    /** The sessions that can be redeemed, newest first. Those of a user with a broken item are left out, and logged. */
    async list(bearer, budget, trace) {
      const nowEpochMs = clock.now();
      const owned = await findOwned(bearer, budget, trace);
      if (owned === 'token_revoked') return owned;
      const usable = owned.filter(hasUsableTime);
      const leftOut = (trace.left_out ?? 0) + owned.length - usable.length;
      if (leftOut > 0) trace.left_out = leftOut;
      return usable
        .filter(({ session, user }) => isUnexpired(session, nowEpochMs) && isRedeemable(session, user))
        .map(({ session }) => session)
        .toSorted((a, b) => b.createdAtEpochMs - a.createdAtEpochMs || (a.id < b.id ? 1 : -1));
    },

    /**
     * Ends one, if the bearer has one with this id. This includes a session that cannot be redeemed because its
     * user is deactivated: it could come back with the user.
     * @throws {OperatorError} if the user of that session has a broken item
     */
    async end(bearer, id, budget, trace) {
      const nowEpochMs = clock.now();
      const owned = await findOwned(bearer, budget, trace);
      if (owned === 'token_revoked') return owned;
      const found = owned.find(
        ({ session, user }) =>
          session.id === id && isUnexpired(session, nowEpochMs) && isUnrevoked(session, user),
      );
      return found !== undefined && (await sessions.revoke(found.session, budget)) ? 'ended' : 'not_found';
    },

    /**
     * Ends all with one write, whatever their number: no session that started until now is valid any more, whether the
     * index shows it yet or not. Expired sessions count here, because they tell the user's name, which the access token
     * does not.
     * @throws {OperatorError} if a user has a broken item, while sessions of the subject's other names have ended; or if no
     * item tells the user's name
     */
    async endAll(bearer, budget, trace) {
      const owned = await findOwned(bearer, budget, trace);
      if (owned === 'token_revoked') return owned;
      const nowEpochMs = clock.now();
      const owners = new Set(owned.map(({ user }) => user));
      if (owners.size === 0 && (trace.left_out ?? 0) > 0) {
        throw new OperatorError(
          "All items of the caller in the sessions table are broken, so nobody's sessions could be ended",
        );
      }
      await waitForAll(
        Array.from(owners, async owner =>
          users.revokeSessions(owner, validFromRevokingAll(owner, nowEpochMs), budget),
        ),
      );
      return 'ended';
    },
  };
}
