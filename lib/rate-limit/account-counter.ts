/**
 * Counts the attempts on one account. An attempt is a failure from the moment it is written, before any password is
 * compared, until a success is recorded. So the limit is exact however many functions run, and a crash leaves a failure
 * behind, never a free guess. A name that does not exist is counted like one that does.
 */
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { updateConditionally } from '../database/conditional-update.ts';
import type { Database } from '../database/dynamodb-client.ts';
import { readItem } from '../database/read-item.ts';
import type { DatabaseTimeBudget } from '../database/time-budget.ts';
import { type AccountPolicy, forgottenAfterMs, nextSlotAt } from './account-backoff.ts';
import {
  type AccountCounterItem,
  type AccountSlot,
  type CounterUpdate,
  markSuccess,
  noItem,
  reserveFreeSlot,
  reserveNextSlot,
} from './account-counter-item.ts';
import type { SlotLookup } from './slot.ts';

/** Counts attempts under a key that is a pseudonym. */
export interface AccountCounter {
  reserve(counter: string, nowEpochMs: number, budget: DatabaseTimeBudget): Promise<SlotLookup<AccountSlot>>;
  recordSuccess(counter: string, slot: AccountSlot, budget: DatabaseTimeBudget): Promise<void>;
}

/** The counters of accounts in the given table. */
export function createAccountCounter(
  database: Database,
  table: string,
  policy: AccountPolicy,
): AccountCounter {
  /** Updates a counter; null if the condition did not hold. */
  async function update(
    counter: string,
    expressions: CounterUpdate,
    budget: DatabaseTimeBudget,
  ): Promise<AccountSlot | null> {
    const command = new UpdateCommand({
      TableName: table,
      Key: { counter },
      UpdateExpression: `SET ${expressions.set}`,
      ConditionExpression: expressions.condition,
      ExpressionAttributeNames: expressions.names,
      ExpressionAttributeValues: expressions.values,
      ReturnValues: 'ALL_NEW',
    });
    const item = await updateConditionally(database, command, budget);
    if (item === null) return null;
    const ordinal = Number(item['n']);
    return {
      ordinal,
      failures: ordinal - Number(item['since']),
      itemBeganAtEpochMs: Number(item['began_at']),
    };
  }

  return {
    /** One write if a slot is free; otherwise one more read, and one more write if the next slot has opened. */
    async reserve(counter, nowEpochMs, budget) {
      const free = await update(counter, reserveFreeSlot(policy, nowEpochMs), budget);
      if (free !== null) return { reserved: true, slot: free };

      const item = (await readItem<AccountCounterItem>(database, table, { counter }, budget)) ?? noItem;
      const isForgotten = item.reserved_at + forgottenAfterMs <= nowEpochMs;
      const nextSlotAtEpochMs = nextSlotAt(item.n - item.since, item.reserved_at, policy);
      const next = isForgotten
        ? { since: item.n, openTo: item.n + policy.freeAttempts }
        : { since: item.since, openTo: item.open_to };
      const isOpen = isForgotten || nextSlotAtEpochMs <= nowEpochMs;
      if (isOpen) {
        const slot = await update(counter, reserveNextSlot(item, next, nowEpochMs), budget);
        if (slot !== null) return { reserved: true, slot };
      }
      return {
        reserved: false,
        nextSlotAtEpochMs,
        // Somebody else, who may succeed, has just reserved an open slot that could not be reserved here.
        latestAttemptAtEpochMs: isOpen ? nowEpochMs : item.reserved_at,
        progress: item.since,
      };
    },

    async recordSuccess(counter, slot, budget) {
      await update(counter, markSuccess(slot, policy), budget);
    },
  };
}
