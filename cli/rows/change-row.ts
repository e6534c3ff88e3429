/** Changes attributes of a user's row, only if it is as it was read. A row that is gone is not made anew. */
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { updateConditionally } from '../../lib/database/conditional-update.ts';
import { type CommandResult, refused } from '../command-result.ts';
import type { Connection } from '../connection/connection.ts';
import { quoted } from '../output/printable.ts';
import { findRow, noSuchUser } from './find-row.ts';
import type { UserRow } from './row-problems.ts';

/** Attributes and their new values; an undefined one is removed. */
export type Attributes = Readonly<Record<string, unknown>>;

/** The row as it is now, or why it was not changed. */
export type Change =
  | { readonly changed: true; readonly row: UserRow }
  | { readonly changed: false; readonly refusal: CommandResult };

/** How often it is tried: the user may sign in, or end sessions, at the same moment. */
const maxTries = 3;

/** The condition that an attribute is as it was read. A number that JavaScript cannot carry exactly only has to be there. */
function isAsRead(nth: number, value: unknown): string {
  if (value === undefined) return `attribute_not_exists(#a${nth})`;
  const isInexact = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
  return isInexact ? `attribute_exists(#a${nth})` : `#a${nth} = :read${nth}`;
}

function updateOf(table: string, row: UserRow, attributes: Attributes): UpdateCommand {
  // The id makes sure that it is the same person's row.
  const names = [...new Set(['id', ...Object.keys(attributes)])];
  const conditions = names.map((name, nth) => isAsRead(nth, row[name]));
  const set = names.flatMap((name, nth) => (attributes[name] === undefined ? [] : [`#a${nth} = :new${nth}`]));
  const remove = names.flatMap((name, nth) =>
    name in attributes && attributes[name] === undefined ? [`#a${nth}`] : [],
  );
  const values = names.flatMap((name, nth) => [
    ...(conditions[nth]?.includes(':read') ? [[`:read${nth}`, row[name]]] : []),
    ...(attributes[name] === undefined ? [] : [[`:new${nth}`, attributes[name]]]),
  ]);
  return new UpdateCommand({
    TableName: table,
    Key: { username: row.username },
    UpdateExpression: [
      set.length > 0 ? `SET ${set.join(', ')}` : '',
      remove.length > 0 ? `REMOVE ${remove.join(', ')}` : '',
    ].join(' '),
    ConditionExpression: ['attribute_exists(username)', ...conditions].join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name, nth) => [`#a${nth}`, name])),
    ExpressionAttributeValues: values.length > 0 ? Object.fromEntries(values) : undefined,
  });
}

/** Reads the row, asks what to change in it, and writes that. Attributes that have the new value already are left alone. */
export async function changeRow(
  connection: Connection,
  username: string,
  attributesOf: (row: UserRow) => Attributes,
): Promise<Change> {
  const { database, settings, budget } = connection;
  for (let tries = 0; tries < maxTries; tries++) {
    const row = await findRow(connection, username);
    if (row === null) return { changed: false, refusal: noSuchUser(connection, username) };
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
