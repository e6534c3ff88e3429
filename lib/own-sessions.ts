/** What users can do with their own sessions: look at them, end one, end all. Somebody else's do not exist for them. */
import { allEnded } from './all-ended.ts';
import type { DatabaseTime } from './database-time.ts';
import type { Clock } from './place.ts';
import { isHonoured, isKept, type Session, type Sessions } from './sessions.ts';
import type { User, UserId, Users } from './users.ts';

/** The sessions of a token's subject. */
export interface OwnSessions {
  list(subject: UserId, time: DatabaseTime): Promise<Session[]>;
  end(subject: UserId, id: string, time: DatabaseTime): Promise<boolean>;
  endAll(subject: UserId, time: DatabaseTime): Promise<void>;
}

/** Over the given parts. All throw `DatabaseUnavailable`. */
export function createOwnSessions(users: Users, sessions: Sessions, clock: Clock): OwnSessions {
  /** The subject's sessions that were not ended, newest first, each with its user. */
  async function kept(subject: UserId, time: DatabaseTime) {
    const alive = await sessions.ofUser(subject, clock.now(), time);
    const names = [...new Set(alive.map(session => session.username))];
    const found = await allEnded(names.map(name => users.find(name, time)));
    const owners = new Map<string, User | null>(found.map(user => [user?.username ?? '', user]));
    return alive.flatMap(session => {
      const user = owners.get(session.username) ?? null;
      return isKept(session, user) ? [{ session, user }] : [];
    });
  }

  /** Those of them that can be redeemed. */
  async function honoured(subject: UserId, time: DatabaseTime): Promise<Session[]> {
    const own = await kept(subject, time);
    return own.filter(({ session, user }) => isHonoured(session, user)).map(({ session }) => session);
  }

  return {
    async list(subject, time) {
      const own = await honoured(subject, time);
      return own.toSorted((a, b) => b.createdAtEpochMs - a.createdAtEpochMs || (a.id < b.id ? 1 : -1));
    },

    /** Ends one; false if the subject has none with this id. */
    async end(subject, id, time) {
      const session = (await honoured(subject, time)).find(candidate => candidate.id === id);
      return session !== undefined && (await sessions.endFound(session, time));
    },

    /**
     * Ends all with one write, whatever their number: none that started until now is valid any more. That holds for
     * those of a user who is locked out, too: they would be back with the user.
     */
    async endAll(subject, time) {
      const own = await kept(subject, time);
      const newestAt = Math.max(clock.now(), ...own.map(({ session }) => session.createdAtEpochMs));
      const owners = new Set(own.map(({ user }) => user));
      await allEnded(Array.from(owners, owner => users.endSessions(owner, newestAt + 1, time)));
    },
  };
}
