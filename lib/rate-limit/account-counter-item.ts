/**
 * The item of an account's counter, or of a device's, and the updates of it. It holds no list of failures, only the
 * time `forgiven_at` at which the last of them will be forgiven: each reserved slot moves it ahead by one step, each
 * slot that is given back moves it back by one. So what an attempt adds and a success takes away again leaves the very
 * same item, whatever order they come in, and a stranger cannot see that somebody else signed in. `began_at` is when
 * the first of the failures that stand was reserved: a slot of an item that has been removed since is not given back to
 * the next one.
 */
import { type AccountPolicy, failuresAt, nextSlotAt, type Standing } from './account-backoff.ts';

/** The attributes; times in milliseconds since 1970. */
export interface AccountCounterItem {
  readonly forgiven_at: number;
  readonly reserved_at: number;
  readonly began_at: number;
}

/** The expressions of an update. */
export interface CounterUpdate {
  readonly set: string;
  readonly condition: string;
  readonly values: Readonly<Record<string, number>>;
  readonly names?: Record<string, string>;
}

/** DynamoDB removes items that have expired by its own clock, so they stay a day longer than any clock needs them. */
export const keptLongerSeconds = 86_400;

const isForgiven = 'forgiven_at <= :now';
const isNewOrForgiven = `attribute_not_exists(#counter) OR ${isForgiven}`;
const hasFreeSlot = 'forgiven_at > :now AND forgiven_at <= :free_until';
const isSameItem = 'began_at = :began_at';
const isLatestAttempt = 'reserved_at = :reserved_at';

/** What stands against the counter of an item. */
export const standingOf = (item: AccountCounterItem): Standing => ({
  forgivenAtEpochMs: item.forgiven_at,
  latestAttemptAtEpochMs: item.reserved_at,
});

/** When an item can be removed: its failures are forgiven by then, however many there are. */
const expiryOf = (nowEpochMs: number, { maxAttempts, forgivenEveryMs }: AccountPolicy) =>
  Math.ceil((nowEpochMs + (maxAttempts + 1) * forgivenEveryMs) / 1000) + keptLongerSeconds;

/** Reserves the first slot of an item that is there: its failures have been forgiven or given back. */
const reserveFirstAgain = (nowEpochMs: number, policy: AccountPolicy): CounterUpdate => ({
  set: 'forgiven_at = :first, reserved_at = :now, began_at = :now, expires_at = :expires',
  condition: isForgiven,
  values: {
    ':now': nowEpochMs,
    ':first': nowEpochMs + policy.forgivenEveryMs,
    ':expires': expiryOf(nowEpochMs, policy),
  },
});

/** Reserves the first slot: nothing stands, and there may be no item. */
const reserveFirst = (nowEpochMs: number, policy: AccountPolicy): CounterUpdate => ({
  ...reserveFirstAgain(nowEpochMs, policy),
  condition: isNewOrForgiven,
  names: { '#counter': 'counter' },
});

/**
 * Reserves one more of the free slots, whoever else does the same at the moment: it depends on nothing that was read.
 */
const reserveFree = (nowEpochMs: number, policy: AccountPolicy): CounterUpdate => ({
  set: 'forgiven_at = forgiven_at + :one, reserved_at = :now, expires_at = :expires',
  condition: hasFreeSlot,
  values: {
    ':now': nowEpochMs,
    ':one': policy.forgivenEveryMs,
    ':free_until': nowEpochMs + (policy.freeAttempts - 1) * policy.forgivenEveryMs,
    ':expires': expiryOf(nowEpochMs, policy),
  },
});

/** Reserves the slot that has opened, if nothing happened since the item was read. */
const reserveOpened = (
  item: AccountCounterItem,
  nowEpochMs: number,
  policy: AccountPolicy,
): CounterUpdate => ({
  set: 'forgiven_at = forgiven_at + :one, reserved_at = :now, expires_at = :expires',
  condition: `${isSameItem} AND forgiven_at = :forgiven_at AND ${isLatestAttempt}`,
  values: {
    ':now': nowEpochMs,
    ':one': policy.forgivenEveryMs,
    ':began_at': item.began_at,
    ':forgiven_at': item.forgiven_at,
    ':reserved_at': item.reserved_at,
    ':expires': expiryOf(nowEpochMs, policy),
  },
});

/** The updates that reserve a slot of the item as read, and the earlier `reserved_at` that a success puts back. */
export interface Reservation {
  /**
   * The second one is for whoever finds that others were faster: they took the first slot, and left free ones, or gave
   * back all that stood. To look again would take many more calls.
   */
  readonly updates: readonly CounterUpdate[];
  /** Null for a free slot: there the time of the latest attempt decides nothing. */
  readonly reservedBefore: number | null;
}

/** The reservation of a slot without a look: it fails if any failure stands. */
export const reservationUnseen = (nowEpochMs: number, policy: AccountPolicy): Reservation => ({
  updates: [reserveFirst(nowEpochMs, policy)],
  reservedBefore: null,
});

/** The reservation of a slot; null if none is open. */
export function reservationOf(
  item: AccountCounterItem | null,
  nowEpochMs: number,
  policy: AccountPolicy,
): Reservation | null {
  if (item === null || item.forgiven_at <= nowEpochMs) {
    const updates = [reserveFirst(nowEpochMs, policy), reserveFree(nowEpochMs, policy)];
    return { updates, reservedBefore: null };
  }
  const standing = standingOf(item);
  if (failuresAt(standing, nowEpochMs, policy) < policy.freeAttempts) {
    const updates = [reserveFree(nowEpochMs, policy), reserveFirstAgain(nowEpochMs, policy)];
    return { updates, reservedBefore: null };
  }
  return nextSlotAt(standing, policy) <= nowEpochMs
    ? { updates: [reserveOpened(item, nowEpochMs, policy)], reservedBefore: item.reserved_at }
    : null;
}

/** Gives a slot back. */
export const giveSlotBack = (beganAtEpochMs: number, policy: AccountPolicy): CounterUpdate => ({
  set: 'forgiven_at = forgiven_at - :one',
  condition: isSameItem,
  values: { ':began_at': beganAtEpochMs, ':one': policy.forgivenEveryMs },
});

/**
 * Gives a slot back that had opened after a wait, and the time from which the next wait counts, if it still is the
 * latest.
 */
export const giveOpenedSlotBack = (
  beganAtEpochMs: number,
  reservedAtEpochMs: number,
  reservedBefore: number,
  policy: AccountPolicy,
): CounterUpdate => ({
  set: 'forgiven_at = forgiven_at - :one, reserved_at = :reserved_before',
  condition: `${isSameItem} AND ${isLatestAttempt}`,
  values: {
    ':began_at': beganAtEpochMs,
    ':one': policy.forgivenEveryMs,
    ':reserved_at': reservedAtEpochMs,
    ':reserved_before': reservedBefore,
  },
});
