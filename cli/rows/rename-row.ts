/**
 * Puts a row under another name: the new row is put and the old one deleted in one transaction, or neither. The row is
 * copied as DynamoDB has it, since JavaScript's numbers would change some.
 */
import {
  type AttributeValue,
  DeleteItemCommand,
  DynamoDBServiceException,
  GetItemCommand,
  PutItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { isConditionalCheckFailure } from '../../lib/database/conditional-check-failure.ts';
import type { Connection } from '../connection/connection.ts';

/** `name_taken`: there is a row under the new name. `changed`: the old row is gone, or is not as it was read. */
export type RenameOutcome = 'renamed' | 'name_taken' | 'changed';

type RawRow = Record<string, AttributeValue>;

const isNew = 'attribute_not_exists(username)';

/** The put and the delete, each under its condition. A list or a map only has to be there, see `is-as-read.ts`. */
function movesOf(table: string, row: RawRow, newName: string) {
  const attributes = Object.entries(row).map(([name, value], nth) => ({
    name,
    value,
    key: `#a${nth}`,
    placeholder: `:a${nth}`,
    isDocument: 'L' in value || 'M' in value,
  }));
  const comparable = attributes.filter(({ isDocument }) => !isDocument);
  return {
    put: { TableName: table, Item: { ...row, username: { S: newName } }, ConditionExpression: isNew },
    remove: {
      TableName: table,
      Key: { username: row['username'] ?? { S: '' } },
      ConditionExpression: attributes
        .map(({ key, placeholder, isDocument }) =>
          isDocument ? `attribute_exists(${key})` : `${key} = ${placeholder}`,
        )
        .join(' AND '),
      ExpressionAttributeNames: Object.fromEntries(attributes.map(({ key, name }) => [key, name])),
      ExpressionAttributeValues: Object.fromEntries(
        comparable.map(({ placeholder, value }) => [placeholder, value]),
      ),
    },
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

/** The embedded database has no transactions. If the second write fails, the first one is taken back. */
async function oneAfterTheOther({ database, budget }: Connection, moves: Moves): Promise<RenameOutcome> {
  const { TableName, Item } = moves.put;
  let outcome: RenameOutcome = 'name_taken';
  try {
    await budget.spend(signal => database.write.send(new PutItemCommand(moves.put), { abortSignal: signal }));
    outcome = 'changed';
    await budget.spend(signal =>
      database.write.send(new DeleteItemCommand(moves.remove), { abortSignal: signal }),
    );
    return 'renamed';
  } catch (error) {
    if (!isConditionalCheckFailure(error)) throw error;
    if (outcome === 'changed') {
      const takeBack = new DeleteItemCommand({ TableName, Key: { username: Item.username } });
      await budget.spend(signal => database.write.send(takeBack, { abortSignal: signal }));
    }
    return outcome;
  }
}

/** Renames the row. */
export async function renameRow(
  connection: Connection,
  oldName: string,
  newName: string,
): Promise<RenameOutcome> {
  const { database, settings, budget } = connection;
  const read = new GetItemCommand({
    TableName: settings.usersTable,
    Key: { username: { S: oldName } },
    ConsistentRead: true,
  });
  const { Item: row } = await budget.spend(signal => database.read.send(read, { abortSignal: signal }));
  if (row === undefined) return 'changed';
  const moves = movesOf(settings.usersTable, row, newName);
  try {
    return await inOneTransaction(connection, moves);
  } catch (error) {
    const hasNone = error instanceof DynamoDBServiceException && error.name === 'UnknownOperationException';
    if (!hasNone) throw error;
    return oneAfterTheOther(connection, moves);
  }
}
