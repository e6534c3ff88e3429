/** The update that changes attributes of a row, under the condition that it still is as it was read. */
import type { UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { areAsRead, unlessEmpty } from './is-as-read.ts';
import type { UserRow } from './row-problems.ts';

/** Attributes and their new values; an undefined one is removed. */
export type Attributes = Readonly<Record<string, unknown>>;

/**
 * Writes nothing but the changes: an attribute of another tool may be a number that JavaScript cannot carry, and stays
 * as it is.
 * @param asRead the attributes that have to be as they were read, beside those that change
 */
export function updateAsRead(
  row: UserRow,
  asRead: readonly string[],
  changes: Attributes,
): Omit<UpdateCommandInput, 'TableName'> {
  const attributes = [...new Set([...asRead, ...Object.keys(changes)])];
  const { condition, names, values } = areAsRead(row, attributes);
  const changed = attributes.flatMap((name, nth) => (name in changes ? [{ nth, value: changes[name] }] : []));
  const set = changed.filter(({ value }) => value !== undefined);
  const removed = changed.filter(({ value }) => value === undefined);
  return {
    Key: { username: row.username },
    UpdateExpression: [
      ...(set.length > 0 ? [`SET ${set.map(({ nth }) => `#a${nth} = :new${nth}`).join(', ')}`] : []),
      ...(removed.length > 0 ? [`REMOVE ${removed.map(({ nth }) => `#a${nth}`).join(', ')}`] : []),
    ].join(' '),
    ConditionExpression: condition,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: unlessEmpty({
      ...values,
      ...Object.fromEntries(set.map(({ nth, value }) => [`:new${nth}`, value])),
    }),
  };
}
