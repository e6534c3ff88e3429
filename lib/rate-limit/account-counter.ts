/**
 * Counts the attempts on one account, or those from one device of it. An attempt is a failure from the moment it is
 * written, before any password is compared, until it is given back. So the limit is exact however many functions run,
 * and a crash leaves a failure behind, never a free guess. A name that does not exist is counted like one that does.
 */
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { updateConditionally } from '../database/conditional-update.ts';
import type { Database } from '../database/dynamodb-client.ts';
import { readItem } from '../database/read-item.ts';
import type { DatabaseTimeBudget } from '../database/time-budget.ts';
import { type AccountPolicy, failuresAt, nextSlotAt } from './account-backoff.ts';
import {
  type AccountCounterItem,
  type CounterUpdate,
  giveOpenedSlotBack,
  giveSlotBack,
  type Reservation,
  reservationOf,
  reservationUnseen,
  standingOf,
} from './account-counter-item.ts';
import { type Counter, type LimitName, type Slot, slotMaxAgeMs } from './slot.ts';
import { updateOnce } from './update-once.ts';

/** The counter of an account's failures, of a device's, or of an account's changes of the password. */
export interface AccountCounter<Limit> extends Counter<Limit> {
  /** Reserves a slot without a look; null if any failure stands, although a slot may be open. */
  reserveUnseen(nowEpochMs: number, budget: DatabaseTimeBudget): Promise<Slot | null>;
}

/** The counter with a key that is a pseudonym. */
export function createAccountCounter<Limit extends Exclude<LimitName, 'network'> | 'changes'>(
  database: Database,
  table: string,
  limit: Limit,
  key: string,
  policy: AccountPolicy,
): AccountCounter<Limit> {
  const commandOf = ({ set, condition, names, values }: CounterUpdate) =>
    new UpdateCommand({
      TableName: table,
      Key: { counter: key },
      UpdateExpression: `SET ${set}`,
      ConditionExpression: condition,
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: values,
      ReturnValues: 'ALL_NEW',
    });

  function slotOf(
    written: Readonly<Record<string, unknown>>,
    reservedAtEpochMs: number,
    reservedBefore: number | null,
  ): Slot {
    const beganAtEpochMs = Number(written['began_at']);
    return {
      failures: failuresAt({ forgivenAtEpochMs: Number(written['forgiven_at']) }, reservedAtEpochMs, policy),
      async giveBack(nowEpochMs, budget) {
        if (Math.abs(nowEpochMs - reservedAtEpochMs) > slotMaxAgeMs) return;
        if (reservedBefore !== null) {
          const opened = giveOpenedSlotBack(beganAtEpochMs, reservedAtEpochMs, reservedBefore, policy);
          if (await updateOnce(database, commandOf(opened), budget)) return;
        }
        await updateOnce(database, commandOf(giveSlotBack(beganAtEpochMs, policy)), budget);
      },
    };
  }

  async function reserve(
    reservation: Reservation | null,
    nowEpochMs: number,
    budget: DatabaseTimeBudget,
  ): Promise<Slot | null> {
    if (reservation === null) return null;
    for (const update of reservation.updates) {
      const written = await updateConditionally(database, commandOf(update), budget);
      if (written !== null) return slotOf(written, nowEpochMs, reservation.reservedBefore);
    }
    return null;
  }

  return {
    reserveUnseen: (nowEpochMs, budget) => reserve(reservationUnseen(nowEpochMs, policy), nowEpochMs, budget),

    async look(budget) {
      const item = await readItem<AccountCounterItem>(database, table, { counter: key }, budget);
      return {
        limit,
        nextSlotAtEpochMs: item === null ? 0 : nextSlotAt(standingOf(item), policy),
        latestAttemptAtEpochMs: item?.reserved_at ?? 0,
        reserve: (nowEpochMs, reserveBudget) =>
          reserve(reservationOf(item, nowEpochMs, policy), nowEpochMs, reserveBudget),
      };
    },
  };
}
