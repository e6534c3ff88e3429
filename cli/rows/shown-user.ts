/** The user whom a command has shown, and changes then. By the time of the change, somebody else can have the name. */
import { isDeepStrictEqual } from 'node:util';
import { type CommandResult, refused } from '../command-result.ts';
import { quoted } from '../output/printable.ts';
import type { UserRow } from './row-problems.ts';
import { userAttributes } from './user-attributes.ts';
import { describeId, summaryOf } from './user-summary.ts';

/** Name and id, for a question. */
export function describeUser(row: UserRow): string {
  const { id } = summaryOf(row);
  return id === null ? quoted(row.username) : `${quoted(row.username)} with the id ${describeId(id)}`;
}

/** Only an id tells one person's row from another's, if it is one that can be used. */
const hasUsableId = (row: UserRow): boolean => summaryOf(row).id !== null;

/** The attributes that are alike while a row is the same user's: the id, or without a usable one all of them. */
export const tellingAttributes = (row: UserRow): readonly string[] =>
  hasUsableId(row)
    ? ['id']
    : [...new Set([...userAttributes, ...Object.keys(row)])].filter(name => name !== 'username');

/**
 * Whether a row is still that of the user who was shown. An id changes only by `import --replace-ids`, and whoever gets
 * another one counts as another user here. So does a row without a usable id that has changed at all: nobody can sign
 * in with it, so nobody but an operator changes it.
 */
export const isSameUser = (row: UserRow, shown: UserRow): boolean =>
  hasUsableId(shown) ? isDeepStrictEqual(row['id'], shown['id']) : isDeepStrictEqual(row, shown);

/** The refusal if it is not. */
export const anotherUserByNow = (shown: UserRow): CommandResult =>
  refused(
    'changed_meanwhile',
    hasUsableId(shown)
      ? `${quoted(shown.username)} is another user by now, with another id; nothing was changed.`
      : `The row of ${quoted(shown.username)} has changed by now, and has no usable id that tells whose it is; nothing was changed.`,
  );
