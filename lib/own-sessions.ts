/** What users can do with their own sessions: look at them, end one, end all. Somebody else's do not exist for them. */
import { allEnded } from './all-ended.ts';
import type { DatabaseTime } from './database-time.ts';
import type { Clock } from './place.ts';
import { isAlive, isHonoured, isKept, type Session, validFromThatEndsAll } from './session.ts';
import type { Sessions } from './sessions.ts';
import type { User, UserId, Users } from './users.ts';

/** The sessions of a token's subject. */
export interface OwnSessions {
  list(subject: UserId, time: DatabaseTime): Promise<Session[]>;
  end(subject: UserId, id: string, time: DatabaseTime): Promise<boolean>;
  endAll(subject: UserId, time: DatabaseTime): Promise<void>;
}

/** A session's row, and the user that its name has now. */
interface Owned {
  readonly session: Session;
  readonly user: User | null;
}

/** Over the given parts. All throw `DatabaseUnavailable`. */
export function createOwnSessions(users: Users, sessions: Sessions, clock: Clock): OwnSessions {
  /** All that the index knows of the subject, over ones too. */
  async function owned(subject: UserId, time: DatabaseTime): Promise<Owned[]> {
    const all = await sessions.ofUser(subject, time);
    const names = [...new Set(all.map(({ username }) => username))];
    const found = await allEnded(names.map(name => users.find(name, time)));
    const byName = new Map(names.map((name, nth) => [name, found[nth] ?? null]));
    return all.map(session => ({ session, user: byName.get(session.username) ?? null }));
  }

  return {
    /** Those that can be redeemed, newest first. */
    async list(subject, time) {
      const nowEpochMs = clock.now();
      return (await owned(subject, time))
        .filter(({ session, user }) => isAlive(session, nowEpochMs) && isHonoured(session, user))
        .map(({ session }) => session)
        .toSorted((a, b) => b.createdAtEpochMs - a.createdAtEpochMs || (a.id < b.id ? 1 : -1));
    },

    /**
     * Ends one; false if the subject has none with this id. One that cannot be redeemed, since its user is locked out,
     * is ended all the same: it could be back with the user.
     */
    async end(subject, id, time) {
      const nowEpochMs = clock.now();
      const found = (await owned(subject, time)).find(
        ({ session, user }) => session.id === id && isAlive(session, nowEpochMs) && isKept(session, user),
      );
      return found !== undefined && (await sessions.end(found.session, time));
    },

    /**
     * Ends all with one write, whatever their number: none that started until now is valid any more, be it in the index
     * yet or not. What has long been over serves to find the user, whose name the token does not say.
     */
    async endAll(subject, time) {
      const all = await owned(subject, time);
      const nowEpochMs = clock.now();
      const owners = new Set(all.flatMap(({ user }) => (user?.id === subject ? [user] : [])));
      await allEnded(
        Array.from(owners, owner => users.endSessions(owner, validFromThatEndsAll(owner, nowEpochMs), time)),
      );
    },
  };
}
