/**
 * Bounds how many requests wait, however many functions and counters there are: so many a minute, all together. A wait can
 * cost more than comparing a password, and one bound for each counter would allow as many waits as an attacker has names.
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

/** Takes one of the few permits to wait; false if all are taken. It throws `DatabaseUnavailable`. */
export type TakeWaitPermit = (nowEpochMs: number, budget: DatabaseTimeBudget) => Promise<boolean>;

const isNew = 'attribute_not_exists(#counter)';
const isLeft = 'waits < :max';

/** Permits that are counted in the given table. */
export function createWaitPermits(
  database: Database,
  table: string,
  pseudonymize: Pseudonymize,
): TakeWaitPermit {
  return async (nowEpochMs, budget) => {
    const window = Math.floor(nowEpochMs / windowMs);
    const command = new UpdateCommand({
      TableName: table,
      Key: { counter: waitsKey(pseudonymize, window) },
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
