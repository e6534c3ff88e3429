/** Deletes the row of a user, only if it is still the same person's. */
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { isConditionalCheckFailure } from '../../lib/database/conditional-check-failure.ts';
import type { Connection } from '../connection/connection.ts';
import { findRow } from './find-row.ts';
import { isAsRead } from './is-as-read.ts';
import type { UserRow } from './row-problems.ts';

/** False if the row is another person's. One that is gone needs no deleting. */
export async function deleteRow(connection: Connection, row: UserRow): Promise<boolean> {
  const { database, settings, budget } = connection;
  const isSamePerson = isAsRead('id', ':id', row['id']);
  const command = new DeleteCommand({
    TableName: settings.usersTable,
    Key: { username: row.username },
    ConditionExpression: `attribute_exists(username) AND ${isSamePerson.condition}`,
    ExpressionAttributeValues: ':id' in isSamePerson.values ? isSamePerson.values : undefined,
  });
  try {
    await budget.spend(signal => database.write.send(command, { abortSignal: signal }));
    return true;
  } catch (error) {
    if (!isConditionalCheckFailure(error)) throw error;
    // The SDK may have repeated a delete that had succeeded.
    return (await findRow(connection, row.username)) === null;
  }
}
