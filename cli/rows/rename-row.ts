/**
 * Puts a row under another name: the new row is put and the old one deleted in one transaction, or neither. The row is
 * copied as DynamoDB has it, since JavaScript's numbers would change some.
 */
import {
  DeleteItemCommand,
  DynamoDBServiceException,
  GetItemCommand,
  PutItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { isConditionalCheckFailure } from '../../lib/database/conditional-check-failure.ts';
import type { Connection } from '../connection/connection.ts';
import { findRow } from './find-row.ts';
import { isUnchanged, type RawRow } from './is-unchanged.ts';
import type { UserRow } from './row-problems.ts';
import { isSameUser } from './shown-user.ts';

/** `name_taken`: there is a row under the new name. `changed`: the old row changed while it was to be renamed. */
export type RenameOutcome = 'renamed' | 'name_taken' | 'gone' | 'another_user' | 'changed';

const isNew = 'attribute_not_exists(username)';

/** The put and the delete, and what takes back the put, each under its condition. */
function movesOf(TableName: string, row: RawRow, oldName: string, newName: string) {
  const Item = { ...row, username: { S: newName } };
  return {
    put: { TableName, Item, ConditionExpression: isNew },
    remove: { TableName, Key: { username: { S: oldName } }, ...isUnchanged(row) },
    takeBack: { TableName, Key: { username: { S: newName } }, ...isUnchanged(Item) },
  };
}

type Moves = ReturnType<typeof movesOf>;

async function inOneTransaction({ database, budget }: Connection, moves: Moves): Promise<RenameOutcome> {
  const transaction = new TransactWriteItemsCommand({
    TransactItems: [{ Put: moves.put }, { Delete: moves.remove }],
  });
  try {
    await budget.spend(signal => database.write.send(transaction, { abortSignal: signal }));
    return 'renamed';
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const [put, remove] = error.CancellationReasons ?? [];
    if (put?.Code === 'ConditionalCheckFailed') return 'name_taken';
    if (remove?.Code === 'ConditionalCheckFailed') return 'changed';
    throw error;
  }
}

/** Whether a write was done; false if its condition did not hold. */
async function isDone(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (isConditionalCheckFailure(error)) return false;
    throw error;
  }
}

/** The embedded database has no transactions. If the second write fails, the first one is taken back. */
async function oneAfterTheOther({ database, budget }: Connection, moves: Moves): Promise<RenameOutcome> {
  const put = new PutItemCommand(moves.put);
  const remove = (from: Moves['remove']) =>
    budget.spend(signal => database.write.send(new DeleteItemCommand(from), { abortSignal: signal }));
  const isPut = await isDone(budget.spend(signal => database.write.send(put, { abortSignal: signal })));
  if (!isPut) return 'name_taken';
  if (await isDone(remove(moves.remove))) return 'renamed';
  // If somebody has changed the new row meanwhile, it is theirs, and stays.
  await isDone(remove(moves.takeBack));
  return 'changed';
}

/**
 * Renames the row of a user.
 * @param shown the row as it was when the user was shown, before any question
 */
export async function renameRow(
  connection: Connection,
  shown: UserRow,
  newName: string,
): Promise<RenameOutcome> {
  const { database, settings, budget } = connection;
  const oldName = shown.username;
  const read = new GetItemCommand({
    TableName: settings.usersTable,
    Key: { username: { S: oldName } },
    ConsistentRead: true,
  });
  const { Item: row } = await budget.spend(signal => database.read.send(read, { abortSignal: signal }));
  // After the read above: if the row changed in between, it is not as it was read, and is not renamed.
  const current = await findRow(connection, oldName);
  if (row === undefined || current === null) return 'gone';
  if (!isSameUser(current, shown)) return 'another_user';
  const moves = movesOf(settings.usersTable, row, oldName, newName);
  try {
    return await inOneTransaction(connection, moves);
  } catch (error) {
    const hasNone = error instanceof DynamoDBServiceException && error.name === 'UnknownOperationException';
    if (!hasNone) throw error;
    return oneAfterTheOther(connection, moves);
  }
}
