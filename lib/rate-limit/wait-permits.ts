/**
 * Bounds how many requests wait at one counter, however many functions run: so many a minute. Waiting costs as much as
 * comparing a password, and a burst of right passwords needs it only once.
 */
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { updateConditionally } from '../database/conditional-update.ts';
import type { Database } from '../database/dynamodb-client.ts';
import type { DatabaseTimeBudget } from '../database/time-budget.ts';
import type { Pseudonymize } from '../observability/pseudonym.ts';
import { keptLongerSeconds } from './account-counter-item.ts';
import { waitsKey } from './counter-keys.ts';

/** Fifty right sign-ins at once on one account all get in. */
const maxWaitsAMinute = 50;

const windowMs = 60_000;

/** Takes one of the few permits to wait at the counter with this key; false if all are taken. It throws `DatabaseUnavailable`. */
export type TakeWaitPermit = (
  counterKey: string,
  nowEpochMs: number,
  budget: DatabaseTimeBudget,
) => Promise<boolean>;

const isNew = 'attribute_not_exists(#counter)';
const isLeft = 'waits < :max';

/** Permits that are counted in the given table. */
export function createWaitPermits(
  database: Database,
  table: string,
  pseudonymize: Pseudonymize,
): TakeWaitPermit {
  return async (counterKey, nowEpochMs, budget) => {
    const window = Math.floor(nowEpochMs / windowMs);
    const command = new UpdateCommand({
      TableName: table,
      Key: { counter: waitsKey(pseudonymize, counterKey, window) },
      UpdateExpression: 'SET waits = if_not_exists(waits, :zero) + :one, expires_at = :expires',
      ConditionExpression: `${isNew} OR ${isLeft}`,
      ExpressionAttributeNames: { '#counter': 'counter' },
      ExpressionAttributeValues: {
        ':zero': 0,
        ':one': 1,
        ':max': maxWaitsAMinute,
        ':expires': ((window + 1) * windowMs) / 1000 + keptLongerSeconds,
      },
    });
    return (await updateConditionally(database, command, budget)) !== null;
  };
}
