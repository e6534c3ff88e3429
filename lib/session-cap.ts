/** How many sessions a user can have: the sign-in that opens one too many ends those unused longest. */
import { allEnded } from './all-ended.ts';
import { DatabaseUnavailable } from './dynamodb.ts';
import { isAlive, type Session } from './session.ts';

/** A user has this many sessions at most. */
const maxSessions = 100;

/** How many sessions over the maximum one sign-in ends. */
const maxEndedAtOnce = 25;

/**
 * Makes room for a session among those of its user, once it is stored: where that fails, nobody loses another for it.
 * Where the rest fails it is no reason to refuse a sign-in: the next one tries again.
 */
export async function makeRoom(
  opening: Promise<{ readonly session: Session }>,
  sessionsOfUser: () => Promise<readonly Session[]>,
  end: (session: Session) => Promise<unknown>,
): Promise<void> {
  try {
    const [{ session }, all] = await allEnded([opening, sessionsOfUser()]);
    const surplus = all
      .filter(other => other.id !== session.id && isAlive(other, session.createdAtEpochMs))
      .toSorted((a, b) => b.lastUsedAtEpochMs - a.lastUsedAtEpochMs)
      .slice(maxSessions - 1)
      .slice(-maxEndedAtOnce);
    await allEnded(surplus.map(end));
  } catch (error) {
    if (!(error instanceof DatabaseUnavailable)) throw error;
  }
}
