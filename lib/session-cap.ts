/** How many sessions a user can have: the sign-in that opens one too many ends those unused longest. */
import { allEnded } from './all-ended.ts';
import { DatabaseUnavailable } from './dynamodb.ts';
import { isAlive, type Session } from './session.ts';

/** A user has this many sessions at most. */
const maxSessions = 100;

/** How many sessions over the maximum one sign-in ends. */
const maxEndedAtOnce = 25;

/** A session that is being opened: its row may or may not be among the user's already. */
interface Opened {
  readonly tokenHash: string;
  readonly nowEpochMs: number;
}

/**
 * Makes room for a session among those of its user. It is no reason to refuse a sign-in if that fails: the next one
 * tries again.
 */
export async function makeRoom(
  opened: Opened,
  sessionsOfUser: () => Promise<readonly Session[]>,
  end: (session: Session) => Promise<unknown>,
): Promise<void> {
  try {
    const surplus = (await sessionsOfUser())
      .filter(other => other.tokenHash !== opened.tokenHash && isAlive(other, opened.nowEpochMs))
      .toSorted((a, b) => b.lastUsedAtEpochMs - a.lastUsedAtEpochMs)
      .slice(maxSessions - 1)
      .slice(-maxEndedAtOnce);
    await allEnded(surplus.map(end));
  } catch (error) {
    if (!(error instanceof DatabaseUnavailable)) throw error;
  }
}
