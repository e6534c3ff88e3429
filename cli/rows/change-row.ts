/** Changes attributes of a user's row, only if it is as it was read, and still that of the user who was shown. */
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { updateConditionally } from '../../lib/database/conditional-update.ts';
import { type CommandResult, refused } from '../command-result.ts';
import type { Connection } from '../connection/connection.ts';
import { quoted } from '../output/printable.ts';
import { findRow, noSuchUser } from './find-row.ts';
import { isAsRead } from './is-as-read.ts';
import type { UserRow } from './row-problems.ts';
import { anotherUserByNow, isSameUser } from './shown-user.ts';

/** Attributes and their new values; an undefined one is removed. */
export type Attributes = Readonly<Record<string, unknown>>;

/** The row as it is now, or why it was not changed. */
export type Change =
  | { readonly changed: true; readonly row: UserRow }
  | { readonly changed: false; readonly refusal: CommandResult };

/** How often it is tried: the user may sign in, or end sessions, at the same moment. */
const maxTries = 3;

function updateOf(table: string, row: UserRow, attributes: Attributes): UpdateCommand {
  // The id makes sure that it is the same person's row.
  const names = [...new Set(['id', ...Object.keys(attributes)])];
  const asRead = names.map((name, nth) => isAsRead(`#a${nth}`, `:read${nth}`, row[name]));
  const changed = names.flatMap((name, nth) => (name in attributes ? [{ name, nth }] : []));
  const set = changed.filter(({ name }) => attributes[name] !== undefined);
  const removed = changed.filter(({ name }) => attributes[name] === undefined);
  const values = Object.assign(
    {},
    ...asRead.map(one => one.values),
    ...set.map(({ name, nth }) => ({ [`:new${nth}`]: attributes[name] })),
  );
  return new UpdateCommand({
    TableName: table,
    Key: { username: row.username },
    UpdateExpression: [
      ...(set.length > 0 ? [`SET ${set.map(({ nth }) => `#a${nth} = :new${nth}`).join(', ')}`] : []),
      ...(removed.length > 0 ? [`REMOVE ${removed.map(({ nth }) => `#a${nth}`).join(', ')}`] : []),
    ].join(' '),
    ConditionExpression: ['attribute_exists(username)', ...asRead.map(one => one.condition)].join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name, nth) => [`#a${nth}`, name])),
    ExpressionAttributeValues: Object.keys(values).length > 0 ? values : undefined,
  });
}

/**
 * Reads the row again, asks what to change in it, and writes that. Attributes that have the new value already are left
 * alone. A row that is gone is not made anew.
 * @param shown the row as it was when the user was shown, before any question
 */
export async function changeRow(
  connection: Connection,
  shown: UserRow,
  attributesOf: (row: UserRow) => Attributes,
): Promise<Change> {
  const { database, settings, budget } = connection;
  const { username } = shown;
  for (let tries = 0; tries < maxTries; tries++) {
    const row = await findRow(connection, username);
    if (row === null) return { changed: false, refusal: noSuchUser(connection, username) };
    if (!isSameUser(row, shown)) return { changed: false, refusal: anotherUserByNow(username) };
    const attributes = Object.fromEntries(
      Object.entries(attributesOf(row)).filter(([name, value]) => row[name] !== value),
    );
    if (Object.keys(attributes).length === 0) return { changed: true, row };
    const update = updateOf(settings.usersTable, row, attributes);
    if ((await updateConditionally(database, update, budget)) !== null) {
      return { changed: true, row: { ...row, ...attributes } };
    }
  }
  const message = `The row of ${quoted(username)} changed each time that it was to be written; try again.`;
  return { changed: false, refusal: refused('changed_meanwhile', message) };
}
