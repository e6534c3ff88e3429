/**
 * The item of an account's counter, and the updates of it. `n` is the ordinal of the latest attempt, `since` that of the
 * latest success, `open_to` the ordinal up to which attempts need not wait. All three only grow; so a write that the SDK
 * repeats gives no guess away, and a success clears the failures before it and none after it. `began_at` is when the
 * item was created. An item that expired is created anew and counts from 1 again, so an ordinal means nothing without
 * it.
 */
import { type AccountPolicy, forgottenAfterMs } from './account-backoff.ts';

/** The attributes that a read needs; times in milliseconds since 1970. */
export interface AccountCounterItem {
  readonly n: number;
  readonly since: number;
  readonly open_to: number;
  readonly reserved_at: number;
}

/** An item that was there when a slot was asked for, and has expired since. */
export const noItem: AccountCounterItem = { n: 0, since: 0, open_to: 0, reserved_at: 0 };

/** A reserved attempt: its ordinal, and the failures in a row if it is one too. */
export interface AccountSlot {
  readonly ordinal: number;
  readonly failures: number;
  /** Of which item the ordinal is: ordinals begin anew with each. */
  readonly itemBeganAtEpochMs: number;
}

/** The expressions of an update. */
export interface CounterUpdate {
  readonly set: string;
  readonly condition: string;
  readonly values: Readonly<Record<string, number>>;
  readonly names?: Record<string, string>;
}

const isNew = 'attribute_not_exists(#counter)';
const hasFreeSlot = 'n < open_to AND reserved_at > :forgotten';
const isItemOfSlot = 'began_at = :began_at';
const isNewestSuccess = 'since < :ordinal';
const isAsRead = 'n = :n AND since = :since AND open_to = :open_to AND reserved_at = :reserved_at';

const times = (nowEpochMs: number) => ({
  ':now': nowEpochMs,
  ':expires': Math.ceil((nowEpochMs + forgottenAfterMs) / 1000),
});

/** Reserves a slot that is free, and creates the item if there is none. */
export const reserveFreeSlot = (policy: AccountPolicy, nowEpochMs: number): CounterUpdate => ({
  set: 'n = if_not_exists(n, :zero) + :one, since = if_not_exists(since, :zero), open_to = if_not_exists(open_to, :free), began_at = if_not_exists(began_at, :now), reserved_at = :now, expires_at = :expires',
  condition: `${isNew} OR (${hasFreeSlot})`,
  names: { '#counter': 'counter' },
  values: {
    ...times(nowEpochMs),
    ':zero': 0,
    ':one': 1,
    ':free': policy.freeAttempts,
    ':forgotten': nowEpochMs - forgottenAfterMs,
  },
});

/** Reserves the next slot if nothing happened since the item was read. */
export const reserveNextSlot = (
  item: AccountCounterItem,
  next: { readonly since: number; readonly openTo: number },
  nowEpochMs: number,
): CounterUpdate => ({
  set: 'n = :next, since = :next_since, open_to = :next_open_to, reserved_at = :now, expires_at = :expires',
  condition: isAsRead,
  values: {
    ...times(nowEpochMs),
    ':n': item.n,
    ':since': item.since,
    ':open_to': item.open_to,
    ':reserved_at': item.reserved_at,
    ':next': item.n + 1,
    ':next_since': next.since,
    ':next_open_to': next.openTo,
  },
});

/** Marks an attempt as a success: it forgives the failures before it, and opens free slots after it. */
export const markSuccess = (slot: AccountSlot, policy: AccountPolicy): CounterUpdate => ({
  set: 'since = :ordinal, open_to = :open_to',
  condition: `${isItemOfSlot} AND ${isNewestSuccess}`,
  values: {
    ':began_at': slot.itemBeganAtEpochMs,
    ':ordinal': slot.ordinal,
    ':open_to': slot.ordinal + policy.freeAttempts,
  },
});
