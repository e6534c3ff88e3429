/** What users can do with their own sessions: list them, end one, end all. Sessions of others do not exist for them. */
import type { Clock } from '../clock.ts';
import type { DatabaseTimeBudget } from '../database/time-budget.ts';
import type { RequestTrace } from '../observability/request-trace.ts';
import { OperatorError } from '../operator-error.ts';
import type { Session } from '../sessions/session.ts';
import { isUnexpired } from '../sessions/session-lifetime.ts';
import { isRedeemable, isUnrevoked, validFromRevokingAll } from '../sessions/session-revocation.ts';
import type { SessionsTable } from '../sessions/sessions-table.ts';
import type { User, UserId } from '../users/user.ts';
import type { UsersTable } from '../users/users-table.ts';
import { waitForAll } from '../wait-for-all.ts';

/** The sessions of the subject of an access token. All methods throw `DatabaseUnavailable`, and fill in the trace. */
export interface OwnSessions {
  list(subject: UserId, budget: DatabaseTimeBudget, trace: RequestTrace): Promise<Session[]>;
  end(subject: UserId, id: string, budget: DatabaseTimeBudget, trace: RequestTrace): Promise<boolean>;
  endAll(subject: UserId, budget: DatabaseTimeBudget, trace: RequestTrace): Promise<void>;
}

/** A session, and the user who has its name now. */
interface OwnedSession {
  readonly session: Session;
  readonly user: User | null;
}

const hasUsableTime = ({ user }: OwnedSession): boolean => user?.sessionsValidFromEpochMs !== null;

/** The sessions of a subject, over the given tables. */
export function createOwnSessions(users: UsersTable, sessions: SessionsTable, clock: Clock): OwnSessions {
  /** All sessions of the subject in the index, expired and revoked ones too. Broken items are left out, and logged. */
  async function findOwned(
    subject: UserId,
    budget: DatabaseTimeBudget,
    trace: RequestTrace,
  ): Promise<OwnedSession[]> {
    const { sessions: all, leftOut } = await sessions.listByUserId(subject, budget);
    if (leftOut > 0) trace.left_out = leftOut;
    const names = [...new Set(all.map(({ username }) => username))];
    const found = await waitForAll(names.map(name => users.find(name, budget)));
    const byName = new Map(names.map((name, nth) => [name, found[nth] ?? null]));
    return all.map(session => ({ session, user: byName.get(session.username) ?? null }));
  }

  return {
    /** The sessions that can be redeemed, newest first. Those of a user with a broken item are left out, and logged. */
    async list(subject, budget, trace) {
      const nowEpochMs = clock.now();
      const owned = await findOwned(subject, budget, trace);
      const usable = owned.filter(hasUsableTime);
      const leftOut = (trace.left_out ?? 0) + owned.length - usable.length;
      if (leftOut > 0) trace.left_out = leftOut;
      return usable
        .filter(({ session, user }) => isUnexpired(session, nowEpochMs) && isRedeemable(session, user))
        .map(({ session }) => session)
        .toSorted((a, b) => b.createdAtEpochMs - a.createdAtEpochMs || (a.id < b.id ? 1 : -1));
    },

    /**
     * Ends one; false if the subject has none with this id. This includes a session that cannot be redeemed because its
     * user is deactivated: it could come back with the user.
     * @throws {OperatorError} if the user of that session has a broken item
     */
    async end(subject, id, budget, trace) {
      const nowEpochMs = clock.now();
      const found = (await findOwned(subject, budget, trace)).find(
        ({ session, user }) =>
          session.id === id && isUnexpired(session, nowEpochMs) && isUnrevoked(session, user),
      );
      return found !== undefined && (await sessions.revoke(found.session, budget));
    },

    /**
     * Ends all with one write, whatever their number: no session that started until now is valid any more, whether the
     * index shows it yet or not. Expired sessions count here, because they tell the user's name, which the access token
     * does not.
     * @throws {OperatorError} if a user has a broken item, while sessions of the subject's other names have ended; or if no
     * item tells the user's name
     */
    async endAll(subject, budget, trace) {
      const all = await findOwned(subject, budget, trace);
      const nowEpochMs = clock.now();
      const owners = new Set(all.flatMap(({ user }) => (user?.id === subject ? [user] : [])));
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
    },
  };
}
