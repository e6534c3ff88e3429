/** Deletes the row of a user, only if it is still the same person's. */
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { isConditionalCheckFailure } from '../../lib/database/conditional-check-failure.ts';
import type { Connection } from '../connection/connection.ts';
import type { UserRow } from './row-problems.ts';

/** False if the row is gone, or another person's. */
export async function deleteRow(connection: Connection, row: UserRow): Promise<boolean> {
  const { database, settings, budget } = connection;
  const { id } = row;
  const isExact = typeof id !== 'number' || Number.isSafeInteger(id);
  const isSamePerson = isExact ? 'id = :id' : 'attribute_exists(id)';
  const command = new DeleteCommand({
    TableName: settings.usersTable,
    Key: { username: row.username },
    ConditionExpression: `attribute_exists(username) AND ${id === undefined ? 'attribute_not_exists(id)' : isSamePerson}`,
    ExpressionAttributeValues: id === undefined || !isExact ? undefined : { ':id': id },
  });
  try {
    await budget.spend(signal => database.write.send(command, { abortSignal: signal }));
    return true;
  } catch (error) {
    if (isConditionalCheckFailure(error)) return false;
    throw error;
  }
}
