/** Changes attributes of a user's row, only if it is as it was read, and still that of the user who was shown. */
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { updateConditionally } from '../../lib/database/conditional-update.ts';
import { type CommandResult, refused } from '../command-result.ts';
import type { Connection } from '../connection/connection.ts';
import { orSayWhatMayBe } from '../half-done.ts';
import { quoted } from '../output/printable.ts';
import { findRow, noSuchUser } from './find-row.ts';
import type { UserRow } from './row-problems.ts';
import { anotherUserByNow, isSameUser, tellingAttributes } from './shown-user.ts';
import { type Attributes, updateAsRead } from './update-as-read.ts';

/** The row as it is now, or why it was not changed. */
export type Change =
  | { readonly changed: true; readonly row: UserRow }
  | { readonly changed: false; readonly refusal: CommandResult };

/** How often it is tried: the user may sign in, or end sessions, at the same moment. */
const maxTries = 3;

async function changeAsRead(
  connection: Connection,
  shown: UserRow,
  first: UserRow | null,
  attributesOf: (row: UserRow) => Attributes,
): Promise<Change> {
  const { database, settings, budget } = connection;
  const { username } = shown;
  for (let tries = 0; tries < maxTries; tries++) {
    const row = tries === 0 ? first : await findRow(connection, username);
    if (row === null) return { changed: false, refusal: noSuchUser(connection, username) };
    if (!isSameUser(row, shown)) return { changed: false, refusal: anotherUserByNow(shown) };
    const attributes = Object.fromEntries(
      Object.entries(attributesOf(row)).filter(([name, value]) => row[name] !== value),
    );
    if (Object.keys(attributes).length === 0) return { changed: true, row };
    const update = new UpdateCommand({
      TableName: settings.usersTable,
      ...updateAsRead(row, tellingAttributes(row), attributes),
    });
    if ((await updateConditionally(database, update, budget)) !== null) {
      return { changed: true, row: { ...row, ...attributes } };
    }
  }
  const message = `The row of ${quoted(username)} changed each time that it was to be written; try again.`;
  return { changed: false, refusal: refused('changed_meanwhile', message) };
}

/**
 * Reads the row again, asks what to change in it, and writes that. Attributes that have the new value already are left
 * alone. A row that is gone is not made anew.
 * @param shown the row as it was when the user was shown, before any question
 * @param whatMayBe for a change that cannot simply be tried again: a sentence for people, if no answer comes to the write
 * @throws {HalfDone} with that sentence
 */
export async function changeRow(
  connection: Connection,
  shown: UserRow,
  attributesOf: (row: UserRow) => Attributes,
  whatMayBe?: string,
): Promise<Change> {
  // Apart from the rest: if this read fails, nothing is written.
  const first = await findRow(connection, shown.username);
  const change = changeAsRead(connection, shown, first, attributesOf);
  return whatMayBe === undefined ? change : orSayWhatMayBe(change, whatMayBe);
}
