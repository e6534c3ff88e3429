/** Reading one row of a table. */
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { DatabaseTime } from './database-time.ts';
import type { Database } from './dynamodb.ts';

/**
 * The row with a key, null if there is none. Strongly consistent: what was just written decides who gets in. `Row` is
 * what is known of rows of that table: nothing, unless only the caller writes them.
 * @throws {DatabaseUnavailable} if the database is in trouble
 */
export async function readRow<Row extends object = Readonly<Record<string, unknown>>>(
  database: Database,
  table: string,
  key: Readonly<Record<string, string>>,
  time: DatabaseTime,
): Promise<Row | null> {
  const command = new GetCommand({ TableName: table, Key: key, ConsistentRead: true });
  const { Item } = await time.spend(signal => database.read.send(command, { abortSignal: signal }));
  // The caller's word, see above.
  return (Item as Row | undefined) ?? null;
}
