/** The counters that an attempt has to pass, and the slots that it reserves there. */
import type { DatabaseTimeBudget } from '../database/time-budget.ts';

/** Which limit refuses an attempt, by one of its counters. */
export type LimitName = 'account' | 'device' | 'network';

/** A counter. Looking and reserving throw `DatabaseUnavailable`. */
export interface Counter<Limit = LimitName> {
  /** Reads how it stands. */
  look(budget: DatabaseTimeBudget): Promise<Look<Limit>>;
}

/** How a counter stood when it was read. */
export interface Look<Limit = LimitName> {
  readonly limit: Limit;
  /** A slot is open if this is now or past. */
  readonly nextSlotAtEpochMs: number;
  /** When the latest slot was reserved: that attempt may still be in flight. */
  readonly latestAttemptAtEpochMs: number;
  /** Reserves a slot if one is open; null if others were faster. */
  reserve(nowEpochMs: number, budget: DatabaseTimeBudget): Promise<Slot | null>;
}

/** A reserved slot: a failure, unless it is given back. */
export interface Slot {
  /** How many failures stand, this one included; 0 if the counter does not tell. */
  readonly failures: number;
  /** After a success, or if nothing was compared. If it cannot be written, the slot stays a failure. */
  giveBack(nowEpochMs: number, budget: DatabaseTimeBudget): Promise<void>;
}

/**
 * The longest time between reserving a slot and giving it back. A request takes 10 s at most. Later, the failure may
 * have been forgiven, and giving it back would forgive another one.
 */
export const slotMaxAgeMs = 60_000;
