/** Writing under a condition: that it does not hold is expected, and no exception. */
import type { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { DatabaseTime } from './database-time.ts';
import { type Database, isConditionFailure } from './dynamodb.ts';

/**
 * Sends an update. Its attributes, as far as it asks for them; null where its condition did not hold.
 * @throws {DatabaseUnavailable} if the database is in trouble
 */
export async function writeIf(
  database: Database,
  update: UpdateCommand,
  time: DatabaseTime,
): Promise<Readonly<Record<string, unknown>> | null> {
  try {
    const { Attributes } = await time.spend(signal => database.write.send(update, { abortSignal: signal }));
    return Attributes ?? {};
  } catch (error) {
    if (isConditionFailure(error)) return null;
    throw error;
  }
}
