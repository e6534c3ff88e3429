/** The writes that put a row under another name, each under its condition. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { isUnchanged, type RawRow } from './is-unchanged.ts';

const isNew = 'attribute_not_exists(username)';

/** The put and the delete, and what takes back the put. */
export function renameMoves(TableName: string, row: RawRow, oldName: string, newName: string) {
  const Item: Record<string, AttributeValue> = { ...row, username: { S: newName } };
  return {
    put: { TableName, Item, ConditionExpression: isNew },
    remove: { TableName, Key: { username: { S: oldName } }, ...isUnchanged(row) },
    takeBack: { TableName, Key: { username: { S: newName } }, ...isUnchanged(Item) },
  };
}

/** As `renameMoves` returns them. */
export type RenameMoves = ReturnType<typeof renameMoves>;
