/** Finds the row of a user. */
import { readItem } from '../../lib/database/read-item.ts';
import { type CommandResult, refused } from '../command-result.ts';
import type { Connection } from '../connection/connection.ts';
import { quoted } from '../output/printable.ts';
import type { UserRow } from './row-problems.ts';

/** The row under a name as it is stored; null if there is none. */
export async function findRow(connection: Connection, username: string): Promise<UserRow | null> {
  const { database, settings, budget } = connection;
  // The key of the table is a string.
  return (await readItem(database, settings.usersTable, { username }, budget)) as UserRow | null;
}

/** The refusal if there is none. */
export const noSuchUser = ({ place }: Connection, username: string): CommandResult =>
  refused('no_such_user', `There is no user ${quoted(username)} in ${place}.`);
