/**
 * How many sessions a user can have. A sign-in that opens one too many revokes the one unused for longest, or up to three of
 * those that are too many.
 */
import { DatabaseUnavailable } from '../database/database-unavailable.ts';
import { waitForAll } from '../wait-for-all.ts';
import type { Session } from './session.ts';
import type { SessionUse } from './session-item.ts';
import { isUnexpired } from './session-lifetime.ts';

const maxSessionsPerUser = 100;

/**
 * How many sessions over the maximum one sign-in revokes. Usually there is one. There are more after sign-ins at the same
 * moment, which see the same sessions: so each revokes a few at random, and not all of them the same ones.
 */
const maxRevokedAtOnce = 3;

/** A few of the items, each with the same chance. */
const atRandom = <T>(items: readonly T[], count: number, random: () => number): readonly T[] =>
  items
    .map(item => ({ item, rank: random() }))
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, count)
    .map(({ item }) => item);

/**
 * Revokes surplus sessions after the new one is stored; if storing it fails, the user loses no other session. If the
 * rest fails, the sign-in succeeds all the same, and the next one tries again.
 */
export async function revokeSurplusSessions(
  opening: Promise<{ readonly session: Session }>,
  sessionsOfUser: () => Promise<readonly SessionUse[]>,
  revoke: (session: SessionUse) => Promise<unknown>,
  random: () => number = Math.random,
): Promise<void> {
  try {
    const [{ session }, all] = await waitForAll([opening, sessionsOfUser()]);
    const surplus = all
      .filter(other => other.tokenHash !== session.tokenHash && isUnexpired(other, session.createdAtEpochMs))
      .toSorted((a, b) => b.lastUsedAtEpochMs - a.lastUsedAtEpochMs)
      .slice(maxSessionsPerUser - 1);
    await waitForAll(atRandom(surplus, maxRevokedAtOnce, random).map(revoke));
  } catch (error) {
    if (!(error instanceof DatabaseUnavailable)) throw error;
  }
}
