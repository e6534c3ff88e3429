/**
 * Counts the attempts from one network in windows of ten minutes, each an item of its own, so there is nothing to reset.
 * A success gives back its own slot only, so nobody can clear an address with an account of their own.
 */
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { updateConditionally } from '../database/conditional-update.ts';
import type { Database } from '../database/dynamodb-client.ts';
import { readItem } from '../database/read-item.ts';
import { keptLongerSeconds } from './account-counter-item.ts';
import type { Counter, Slot } from './slot.ts';
import { updateOnce } from './update-once.ts';

/** The window in which failures are counted, 10 minutes. */
const windowMs = 600_000;

/** The window of a time, as its ordinal since 1970. */
export const networkWindowAt = (epochMs: number): number => Math.floor(epochMs / windowMs);

const isNew = 'attribute_not_exists(#counter)';
const hasFreeSlot = 'n < open_to';
const isStillThere = 'attribute_exists(open_to)';

/** The attributes of an item: attempts, the number up to which they are admitted, and the time of the latest. */
interface NetworkCounterItem {
  readonly n: number;
  readonly open_to: number;
  readonly reserved_at: number;
}

/** The counter of a network in the window of `nowEpochMs`, under the key of that window. */
export function createNetworkCounter(
  database: Database,
  table: string,
  key: string,
  maxAttempts: number,
  nowEpochMs: number,
): Counter {
  const windowEndsAtEpochMs = (networkWindowAt(nowEpochMs) + 1) * windowMs;

  /** Opens one slot more. The item of a window that has ended may be gone, and needs nothing back. */
  const slot: Slot = {
    failures: 0,
    async giveBack(_now, budget) {
      const command = new UpdateCommand({
        TableName: table,
        Key: { counter: key },
        UpdateExpression: 'SET open_to = open_to + :one',
        ConditionExpression: isStillThere,
        ExpressionAttributeValues: { ':one': 1 },
      });
      await updateOnce(database, command, budget);
    },
  };

  return {
    async look(budget) {
      const item = await readItem<NetworkCounterItem>(database, table, { counter: key }, budget);
      const isOpen = item === null || item.n < item.open_to;
      return {
        limit: 'network',
        nextSlotAtEpochMs: isOpen ? 0 : windowEndsAtEpochMs,
        latestAttemptAtEpochMs: item?.reserved_at ?? 0,
        async reserve(reservedAtEpochMs, reserveBudget) {
          const command = new UpdateCommand({
            TableName: table,
            Key: { counter: key },
            UpdateExpression:
              'SET n = if_not_exists(n, :zero) + :one, open_to = if_not_exists(open_to, :max), reserved_at = :now, expires_at = :expires',
            ConditionExpression: `${isNew} OR ${hasFreeSlot}`,
            ExpressionAttributeNames: { '#counter': 'counter' },
            ExpressionAttributeValues: {
              ':zero': 0,
              ':one': 1,
              ':max': maxAttempts,
              ':now': reservedAtEpochMs,
              ':expires': windowEndsAtEpochMs / 1000 + keptLongerSeconds,
            },
          });
          return (await updateConditionally(database, command, reserveBudget)) === null ? null : slot;
        },
      };
    },
  };
}
