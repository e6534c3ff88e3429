/** The user whom a command has shown, and changes then. By the time of the change, somebody else can have the name. */
import { isDeepStrictEqual } from 'node:util';
import { type CommandResult, refused } from '../command-result.ts';
import { quoted } from '../output/printable.ts';
import type { UserRow } from './row-problems.ts';
import { describeId, summaryOf } from './user-summary.ts';

/** Name and id, for a question. */
export function describeUser(row: UserRow): string {
  const { id } = summaryOf(row);
  return id === null ? quoted(row.username) : `${quoted(row.username)} with the id ${describeId(id)}`;
}

/**
 * Whether a row is still that of the user who was shown. An id changes only by `import --replace-ids`, and whoever gets another
 * one counts as another user here.
 */
export const isSameUser = (row: UserRow, shown: UserRow): boolean =>
  isDeepStrictEqual(row['id'], shown['id']);

/** The refusal if it is not. */
export const anotherUserByNow = (username: string): CommandResult =>
  refused(
    'changed_meanwhile',
    `${quoted(username)} is another user by now, with another id; nothing was changed.`,
  );
