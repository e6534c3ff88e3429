/** Updates an item under a condition. A condition that does not hold is expected, so it is no exception. */
import type { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { isConditionalCheckFailure } from './conditional-check-failure.ts';
import type { Database } from './dynamodb-client.ts';
import type { DatabaseTimeBudget } from './time-budget.ts';

/**
 * Sends an update. It returns the attributes that the update asks for; null if the condition did not hold.
 * @throws {DatabaseUnavailable} if DynamoDB is unavailable
 */
export async function updateConditionally(
  database: Database,
  update: UpdateCommand,
  budget: DatabaseTimeBudget,
): Promise<Readonly<Record<string, unknown>> | null> {
  try {
    const { Attributes } = await budget.spend(signal => database.write.send(update, { abortSignal: signal }));
    return Attributes ?? {};
  } catch (error) {
    if (isConditionalCheckFailure(error)) return null;
    throw error;
  }
}
