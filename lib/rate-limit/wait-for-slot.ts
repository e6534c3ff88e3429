/**
 * Waits for one of a counter's few slots. If attempts in flight hold them, it waits a little, because a success gives
 * its slot back. If failures have used them up, it refuses at once.
 */
import type { Clock } from '../clock.ts';
import type { SlotLookup } from './slot.ts';

/** No slot, and the whole seconds after which another try makes sense. */
export interface NoSlot {
  readonly reserved: false;
  readonly retryAfterSeconds: number;
}

/** A slot, or none. */
export type SlotOrNone<Slot> = { readonly reserved: true; readonly slot: Slot } | NoSlot;

/** The longest wait: fifty right sign-ins at once on one account, five at a time, half a second each. */
const maxWaitMs = 5000;

/** The longest wait while no attempt succeeds. An attack must not keep functions busy for longer. */
const maxWaitWithoutProgressMs = 2000;

const firstPauseMs = 30;
const longestPauseMs = 400;
const pauseGrowth = 1.5;

/**
 * Looks until there is a slot, or until waiting makes no sense. `startedAt` is when the request began to wait, by
 * `clock.elapsed`, for this counter or another: the longest wait covers all of them. `random` returns 0 to 1 and spreads
 * those who wait.
 */
export async function waitForSlot<Slot>(
  lookUp: () => Promise<SlotLookup<Slot>>,
  clock: Clock,
  startedAt: number,
  random: () => number = Math.random,
): Promise<SlotOrNone<Slot>> {
  let progressSeen = Number.POSITIVE_INFINITY;
  let progressAt = clock.elapsed();
  // The wall clock can be set while this waits; so it is read once, and goes on by the other one.
  const offsetMs = clock.now() - clock.elapsed();
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * pauseGrowth, longestPauseMs)) {
    const found = await lookUp();
    if (found.reserved) return found;

    const elapsed = clock.elapsed();
    const now = offsetMs + elapsed;
    if (found.progress > progressSeen) progressAt = elapsed;
    progressSeen = found.progress;

    const isAttemptInFlight = now - found.latestAttemptAtEpochMs < maxWaitWithoutProgressMs;
    const waitingHelps = elapsed - startedAt < maxWaitMs && elapsed - progressAt < maxWaitWithoutProgressMs;
    if (!(isAttemptInFlight && waitingHelps)) {
      const waitMs = found.nextSlotAtEpochMs - now;
      return { reserved: false, retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) };
    }
    await clock.pause(pauseMs * (0.5 + random()));
  }
}
