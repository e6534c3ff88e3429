/** The update that makes one row of another, under the condition that it still is as it was read. */
import type { UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { isAsRead } from '../../rows/is-as-read.ts';
import type { UserRow } from '../../rows/row-problems.ts';

/**
 * Writes only what differs: an attribute of another tool may be a number that JavaScript cannot carry, and stays as it is.
 * @param read the row as it was read; what a condition cannot compare only has to be there
 */
export function replacementUpdate(
  read: UserRow,
  replacement: Readonly<Record<string, unknown>>,
): Omit<UpdateCommandInput, 'TableName'> {
  const { username } = read;
  const attributes = [...new Set([...Object.keys(read), ...Object.keys(replacement)])].filter(
    name => name !== 'username',
  );
  const parts = attributes.map((name, index) => isAsRead(`#n${index}`, `:r${index}`, read[name]));
  const changed = attributes.flatMap((name, index) =>
    read[name] === replacement[name] ? [] : [{ index, value: replacement[name] }],
  );
  const set = changed.filter(({ value }) => value !== undefined);
  const removed = changed.filter(({ value }) => value === undefined);
  const expressions = [
    ...(set.length > 0 ? [`SET ${set.map(({ index }) => `#n${index} = :s${index}`).join(', ')}`] : []),
    ...(removed.length > 0 ? [`REMOVE ${removed.map(({ index }) => `#n${index}`).join(', ')}`] : []),
  ];
  return {
    Key: { username },
    UpdateExpression: expressions.join(' '),
    ConditionExpression: ['attribute_exists(username)', ...parts.map(part => part.condition)].join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(attributes.map((name, index) => [`#n${index}`, name])),
    ExpressionAttributeValues: Object.assign(
      Object.fromEntries(set.map(({ index, value }) => [`:s${index}`, value])),
      ...parts.map(part => part.values),
    ),
  };
}
