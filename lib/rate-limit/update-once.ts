/** Gives a slot back. Sent twice, it would give away a guess; so the SDK does not repeat it. */
import type { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { isConditionalCheckFailure } from '../database/conditional-check-failure.ts';
import { DatabaseUnavailable } from '../database/database-unavailable.ts';
import type { Database } from '../database/dynamodb-client.ts';
import type { DatabaseTimeBudget } from '../database/time-budget.ts';

/**
 * Sends an update once; false only if its condition did not hold. If DynamoDB does not answer, the slot may stay a
 * failure, which is no reason to refuse a sign-in that succeeded.
 */
export async function updateOnce(
  database: Database,
  update: UpdateCommand,
  budget: DatabaseTimeBudget,
): Promise<boolean> {
  try {
    await budget.spend(signal => database.writeOnce.send(update, { abortSignal: signal }));
  } catch (error) {
    if (isConditionalCheckFailure(error)) return false;
    if (!(error instanceof DatabaseUnavailable)) throw error;
  }
  return true;
}
