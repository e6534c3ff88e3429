/**
 * Counts the failures from one network, against trying one password on many names. It counts in windows of ten minutes,
 * each an item of its own, so there is nothing to reset. A success gives back its own slot and no more: the owner of one
 * account must not be able to clear a network with it.
 */
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { isConditionalCheckFailure } from '../database/conditional-check-failure.ts';
import { updateConditionally } from '../database/conditional-update.ts';
import { DatabaseUnavailable } from '../database/database-unavailable.ts';
import type { Database } from '../database/dynamodb-client.ts';
import { readItem } from '../database/read-item.ts';
import type { DatabaseTimeBudget } from '../database/time-budget.ts';
import type { Pseudonymize } from '../observability/pseudonym.ts';
import { networkCounterKey } from './counter-keys.ts';
import type { SlotLookup } from './slot.ts';

/** A reserved attempt: the window that counts it. */
export interface NetworkSlot {
  readonly counter: string;
}

/** Counts attempts of a network. */
export interface NetworkCounter {
  reserve(network: string, nowEpochMs: number, budget: DatabaseTimeBudget): Promise<SlotLookup<NetworkSlot>>;
  release(slot: NetworkSlot, budget: DatabaseTimeBudget): Promise<void>;
}

/** The window in which failures are counted, 10 minutes. */
const windowMs = 600_000;

/** The window of a time, as its ordinal since 1970. */
export const networkWindowAt = (epochMs: number): number => Math.floor(epochMs / windowMs);

const isNew = 'attribute_not_exists(#counter)';
const hasFreeSlot = 'n < open_to';
const isStillThere = 'attribute_exists(open_to)';

/** The counters of networks in the given table. */
export function createNetworkCounter(
  database: Database,
  table: string,
  maxAttempts: number,
  pseudonymize: Pseudonymize,
): NetworkCounter {
  return {
    /** One write if a slot is free; one more read if none is. */
    async reserve(network, nowEpochMs, budget) {
      const window = networkWindowAt(nowEpochMs);
      const windowEndsAtEpochMs = (window + 1) * windowMs;
      const counter = networkCounterKey(pseudonymize, network, window);
      const command = new UpdateCommand({
        TableName: table,
        Key: { counter },
        UpdateExpression:
          'SET n = if_not_exists(n, :zero) + :one, open_to = if_not_exists(open_to, :max), reserved_at = :now, expires_at = :expires',
        ConditionExpression: `${isNew} OR ${hasFreeSlot}`,
        ExpressionAttributeNames: { '#counter': 'counter' },
        ExpressionAttributeValues: {
          ':zero': 0,
          ':one': 1,
          ':max': maxAttempts,
          ':now': nowEpochMs,
          ':expires': windowEndsAtEpochMs / 1000,
        },
      });
      if ((await updateConditionally(database, command, budget)) !== null) {
        return { reserved: true, slot: { counter } };
      }
      const item = await readItem(database, table, { counter }, budget);
      return {
        reserved: false,
        nextSlotAtEpochMs: windowEndsAtEpochMs,
        latestAttemptAtEpochMs: Number(item?.['reserved_at'] ?? nowEpochMs),
        progress: Number(item?.['open_to'] ?? 0),
      };
    },

    /**
     * Opens one slot more. It is sent once, because sent twice it would give away a guess. If it fails, the network has
     * a slot less until the window ends, which is no reason to refuse a sign-in that succeeded. The item of a window that
     * has ended may be gone, and needs nothing back.
     */
    async release({ counter }, budget) {
      const command = new UpdateCommand({
        TableName: table,
        Key: { counter },
        UpdateExpression: 'SET open_to = open_to + :one',
        ConditionExpression: isStillThere,
        ExpressionAttributeValues: { ':one': 1 },
      });
      try {
        await budget.spend(signal => database.writeOnce.send(command, { abortSignal: signal }));
      } catch (error) {
        if (!(error instanceof DatabaseUnavailable || isConditionalCheckFailure(error))) throw error;
      }
    },
  };
}
