/** How many sessions a user can have. A sign-in that opens one too many revokes those unused for longest. */
import { DatabaseUnavailable } from '../database/database-unavailable.ts';
import { waitForAll } from '../wait-for-all.ts';
import type { Session } from './session.ts';
import type { SessionUse } from './session-item.ts';
import { isUnexpired } from './session-lifetime.ts';

const maxSessionsPerUser = 100;

/** How many sessions over the maximum one sign-in revokes. */
const maxRevokedAtOnce = 25;

/**
 * Revokes surplus sessions after the new one is stored; if storing it fails, the user loses no other session. If the
 * rest fails, the sign-in succeeds all the same, and the next one tries again.
 */
export async function revokeSurplusSessions(
  opening: Promise<{ readonly session: Session }>,
  sessionsOfUser: () => Promise<readonly SessionUse[]>,
  revoke: (session: SessionUse) => Promise<unknown>,
): Promise<void> {
  try {
    const [{ session }, all] = await waitForAll([opening, sessionsOfUser()]);
    const surplus = all
      .filter(other => other.tokenHash !== session.tokenHash && isUnexpired(other, session.createdAtEpochMs))
      .toSorted((a, b) => b.lastUsedAtEpochMs - a.lastUsedAtEpochMs)
      .slice(maxSessionsPerUser - 1)
      .slice(-maxRevokedAtOnce);
    await waitForAll(surplus.map(revoke));
  } catch (error) {
    if (!(error instanceof DatabaseUnavailable)) throw error;
  }
}
