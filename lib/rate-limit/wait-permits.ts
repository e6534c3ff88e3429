/**
 * Bounds how many requests wait, however many functions and counters there are: so many an hour, all together. A wait
 * can cost more than comparing a password, and one bound for each counter would allow as many waits as an attacker has
 * names.
 */
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { updateConditionally } from '../database/conditional-update.ts';
import type { Database } from '../database/dynamodb-client.ts';
import type { DatabaseTimeBudget } from '../database/time-budget.ts';
import type { Pseudonymize } from '../observability/pseudonym.ts';
import { keptLongerSeconds } from './account-counter-item.ts';
import { waitsKey } from './counter-keys.ts';

/** Fifty right sign-ins at once on one account all get in. */
export const maxWaitsAnHour = 50;

const windowMs = 3_600_000;

/** The window of a time, as its ordinal since 1970. Each is an item of its own, so there is nothing to reset. */
export const waitsWindowAt = (epochMs: number): number => Math.floor(epochMs / windowMs);

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
    const window = waitsWindowAt(nowEpochMs);
    const command = new UpdateCommand({
      TableName: table,
      Key: { counter: waitsKey(pseudonymize, window) },
      UpdateExpression: 'SET waits = if_not_exists(waits, :zero) + :one, expires_at = :expires',
      ConditionExpression: `${isNew} OR ${isLeft}`,
      ExpressionAttributeNames: { '#counter': 'counter' },
      ExpressionAttributeValues: {
        ':zero': 0,
        ':one': 1,
        ':max': maxWaitsAnHour,
        ':expires': ((window + 1) * windowMs) / 1000 + keptLongerSeconds,
      },
    });
    return (await updateConditionally(database, command, budget)) !== null;
  };
}
