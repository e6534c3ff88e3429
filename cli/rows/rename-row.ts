/**
 * Puts a row under another name: the new row is put and the old one deleted in one transaction, or neither. The row is
 * copied as DynamoDB has it, since JavaScript's numbers would change some.
 */
import {
  DynamoDBServiceException,
  GetItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { Connection } from '../connection/connection.ts';
import { orSayWhatMayBe } from '../half-done.ts';
import { quoted } from '../output/printable.ts';
import { findRow } from './find-row.ts';
import { renameInTwoWrites } from './rename-in-two-writes.ts';
import { type RenameMoves, renameMoves } from './rename-moves.ts';
import type { UserRow } from './row-problems.ts';
import { isSameUser } from './shown-user.ts';

/** `name_taken`: there is a row under the new name. `changed`: the old row changed while it was to be renamed. */
export type RenameOutcome = 'renamed' | 'name_taken' | 'gone' | 'another_user' | 'changed';

async function inOneTransaction(
  { database, budget }: Connection,
  moves: RenameMoves,
  oldName: string,
  newName: string,
): Promise<RenameOutcome> {
  const transaction = new TransactWriteItemsCommand({
    TransactItems: [{ Put: moves.put }, { Delete: moves.remove }],
  });
  try {
    await orSayWhatMayBe(
      budget.spend(signal => database.write.send(transaction, { abortSignal: signal })),
      `${quoted(oldName)} may be ${quoted(newName)} already: look with show ${quoted(newName)}. The same command again renames the user if that is not so, and otherwise ends the sessions that may be left`,
    );
    return 'renamed';
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const [put, remove] = error.CancellationReasons ?? [];
    if (put?.Code === 'ConditionalCheckFailed') return 'name_taken';
    if (remove?.Code === 'ConditionalCheckFailed') return 'changed';
    throw error;
  }
}

/**
 * Renames the row of a user.
 * @throws {HalfDone} if the database does not answer the transaction, or fails between the writes where there are none
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
  const moves = renameMoves(settings.usersTable, row, oldName, newName);
  try {
    return await inOneTransaction(connection, moves, oldName, newName);
  } catch (error) {
    const hasNone = error instanceof DynamoDBServiceException && error.name === 'UnknownOperationException';
    if (!hasNone) throw error;
    return renameInTwoWrites(connection, moves, current, newName);
  }
}
