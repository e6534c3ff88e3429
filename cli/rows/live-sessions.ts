/** The sessions of a row that have neither expired nor ended. */
import type { Session } from '../../lib/sessions/session.ts';
import { isUnexpired } from '../../lib/sessions/session-lifetime.ts';
import { isUnrevoked } from '../../lib/sessions/session-revocation.ts';
import { canonicalUsername } from '../../lib/users/canonical-username.ts';
import { parseUserItem } from '../../lib/users/user-item.ts';
import type { Connection } from '../connection/connection.ts';
import type { UserRow } from './row-problems.ts';
import { sessionsOfRow } from './sessions-of-row.ts';

/**
 * Newest first. They are there while the user is deactivated too, since they come back with the user. With a
 * `sessions_valid_from` that is no time none can be redeemed, and none has ended.
 */
export async function liveSessionsOf(
  connection: Connection,
  row: UserRow,
  nowEpochMs: number,
): Promise<Session[]> {
  const { sessionsValidFromEpochMs } = connection.settings;
  const user = parseUserItem(canonicalUsername(row.username), row, sessionsValidFromEpochMs);
  const usable = { ...user, sessionsValidFromEpochMs: user.sessionsValidFromEpochMs ?? 0 };
  return (await sessionsOfRow(connection, row))
    .filter(session => isUnexpired(session, nowEpochMs) && isUnrevoked(session, usable))
    .toSorted((a, b) => b.createdAtEpochMs - a.createdAtEpochMs);
}
