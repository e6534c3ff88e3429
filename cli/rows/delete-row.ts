/** Deletes the row of a user, only if it is still the same person's. */
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { isConditionalCheckFailure } from '../../lib/database/conditional-check-failure.ts';
import type { Connection } from '../connection/connection.ts';
import { findRow } from './find-row.ts';
import { areAsRead, unlessEmpty } from './is-as-read.ts';
import type { UserRow } from './row-problems.ts';
import { tellingAttributes } from './shown-user.ts';

/** False if the row is another person's. One that is gone needs no deleting. */
export async function deleteRow(connection: Connection, row: UserRow): Promise<boolean> {
  const { database, settings, budget } = connection;
  const { condition, names, values } = areAsRead(row, tellingAttributes(row));
  const command = new DeleteCommand({
    TableName: settings.usersTable,
    Key: { username: row.username },
    ConditionExpression: condition,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: unlessEmpty(values),
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
