/** Adds a row to the users table, never over another one. */
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { isConditionalCheckFailure } from '../../lib/database/conditional-check-failure.ts';
import type { Connection } from '../connection/connection.ts';
import { findRow } from './find-row.ts';
import type { UserRow } from './row-problems.ts';

const isNew = 'attribute_not_exists(username)';

/** Puts the row without its undefined attributes; false if there is one under this name, which stays as it is. */
export async function putNewRow(connection: Connection, row: UserRow): Promise<boolean> {
  const { database, settings, budget } = connection;
  const Item = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));
  const put = new PutCommand({ TableName: settings.usersTable, Item, ConditionExpression: isNew });
  try {
    await budget.spend(signal => database.write.send(put, { abortSignal: signal }));
    return true;
  } catch (error) {
    if (!isConditionalCheckFailure(error)) throw error;
    // The SDK may have repeated a put that had succeeded. Nobody else has this id and this salt.
    const found = await findRow(connection, row.username);
    return found !== null && found['id'] === row['id'] && found['password'] === row['password'];
  }
}
