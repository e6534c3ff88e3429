/** Reads one item of a table. */
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Database } from './dynamodb-client.ts';
import type { DatabaseTimeBudget } from './time-budget.ts';

/**
 * The item with a key; null if there is none. The read is strongly consistent, because it decides who gets in. `Item` is
 * the shape of the table's items, which the caller knows only if nobody else writes them.
 * @throws {DatabaseUnavailable} if DynamoDB is unavailable
 */
export async function readItem<Item extends object = Readonly<Record<string, unknown>>>(
  database: Database,
  table: string,
  key: Readonly<Record<string, string>>,
  budget: DatabaseTimeBudget,
): Promise<Item | null> {
  const command = new GetCommand({ TableName: table, Key: key, ConsistentRead: true });
  const { Item } = await budget.spend(signal => database.read.send(command, { abortSignal: signal }));
  // The caller vouches for the shape, see above.
  return (Item as Item | undefined) ?? null;
}
