/** The sessions of a user's row. */
import type { Session } from '../../lib/sessions/session.ts';
import { createSessionsTable } from '../../lib/sessions/sessions-table.ts';
import { canonicalUsername } from '../../lib/users/canonical-username.ts';
import { parseUserItem } from '../../lib/users/user-item.ts';
import { waitForAll } from '../../lib/wait-for-all.ts';
import type { Connection } from '../connection/connection.ts';
import { orSayWhatIsLeft } from '../half-done.ts';
import type { UserRow } from './row-problems.ts';

/** All that are stored under the name of the row, expired and ended ones too. A row without a usable id has none. */
export async function sessionsOfRow(connection: Connection, row: UserRow): Promise<Session[]> {
  const { database, settings, budget } = connection;
  const { id } = parseUserItem(canonicalUsername(row.username), row);
  if (id === null) return [];
  const table = createSessionsTable(database, settings.sessionsTable, settings.session);
  const { sessions } = await table.listByUserId(id, budget);
  return sessions.filter(({ username }) => username === row.username);
}

/** Deletes sessions, and returns how many were still there. */
export async function deleteSessions(connection: Connection, sessions: readonly Session[]): Promise<number> {
  const { database, settings, budget } = connection;
  const table = createSessionsTable(database, settings.sessionsTable, settings.session);
  const deleted = await waitForAll(sessions.map(session => table.revoke(session, budget)));
  return deleted.filter(Boolean).length;
}

/**
 * Deletes the sessions under a name that no row has any more, and returns how many there were.
 * @param whatIsLeft for the sentence about a failure
 * @throws {HalfDone} if the database fails
 */
export async function deleteSessionsOfGoneRow(
  connection: Connection,
  row: UserRow,
  whatIsLeft: string,
): Promise<number> {
  const deleting = async () => deleteSessions(connection, await sessionsOfRow(connection, row));
  return orSayWhatIsLeft(deleting(), whatIsLeft);
}
