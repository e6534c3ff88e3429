/** What users can do with their own sessions: look at them, end one, end all. Somebody else's do not exist for them. */
import { allEnded } from './all-ended.ts';
import type { DatabaseTime } from './database-time.ts';
import type { Clock } from './place.ts';
import { isHonoured, type Session, type Sessions } from './sessions.ts';
import type { User, UserId, Users } from './users.ts';

/** The sessions of a token's subject. */
export interface OwnSessions {
  list(subject: UserId, time: DatabaseTime): Promise<Session[]>;
  end(subject: UserId, id: string, time: DatabaseTime): Promise<boolean>;
  endAll(subject: UserId, time: DatabaseTime): Promise<void>;
}

/** Over the given parts. All throw `DatabaseUnavailable`. */
export function createOwnSessions(users: Users, sessions: Sessions, clock: Clock): OwnSessions {
  /** The subject's sessions that can still be redeemed, newest first, and whose they are. */
  async function honoured(subject: UserId, time: DatabaseTime) {
    const alive = await sessions.ofUser(subject, clock.now(), time);
    const names = [...new Set(alive.map(session => session.username))];
    const found = await allEnded(names.map(name => users.find(name, time)));
    const owners = new Map<string, User | null>(found.map(user => [user?.username ?? '', user]));
    const own = alive.filter(session => isHonoured(session, owners.get(session.username) ?? null));
    return {
      own,
      owners: found.filter(user => user !== null && own.some(s => s.username === user.username)),
    };
  }

  return {
    async list(subject, time) {
      const { own } = await honoured(subject, time);
      return own.toSorted((a, b) => b.createdAtEpochMs - a.createdAtEpochMs || (a.id < b.id ? 1 : -1));
    },

    /** Ends one; false if the subject has none with this id. */
    async end(subject, id, time) {
      const { own } = await honoured(subject, time);
      const session = own.find(candidate => candidate.id === id);
      return session !== undefined && (await sessions.endFound(session, time));
    },

    /** Ends all with one write, whatever their number: none that started until now is valid any more. */
    async endAll(subject, time) {
      const { own, owners } = await honoured(subject, time);
      const newestAt = Math.max(clock.now(), ...own.map(session => session.createdAtEpochMs));
      await allEnded(
        owners.map(owner => (owner === null ? null : users.endSessions(owner, newestAt + 1, time))),
      );
    },
  };
}
