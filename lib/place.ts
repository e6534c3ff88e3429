/**
 * Taking one of a counter's few places. Whoever finds them taken by attempts that are still being decided waits a
 * little, since a right password gives its place back; whoever finds them used up is refused at once.
 */

/** The clock and the pause of a process; tests bring their own. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Comes back after so many milliseconds. */
  pause(milliseconds: number): Promise<void>;
}

/** What one look at a counter found: a place, or when the next one opens. */
export type Look<Place> =
  | { readonly taken: true; readonly place: Place }
  | {
      readonly taken: false;
      readonly nextPlaceAtEpochMs: number;
      /** When the latest place was taken: an attempt is decided within moments. */
      readonly latestAttemptAtEpochMs: number;
      /** Grows with each right password; so a waiter sees that waiting is worth it. */
      readonly progress: number;
    };

/** No place, and the wait in whole seconds until asking again makes sense. */
export interface Refusal {
  readonly taken: false;
  readonly retryAfterSeconds: number;
}

/** A place, or none. */
export type PlaceOrRefusal<Place> = { readonly taken: true; readonly place: Place } | Refusal;

/** Longest wait in all: fifty right sign-ins at once on one account, five at a time, half a second each. */
const maxWaitMs = 5000;

/** Longest wait without seeing anybody succeed: an attack, which must not hold functions busy, sees no more than this. */
const patienceMs = 2000;

const firstPauseMs = 30;
const longestPauseMs = 400;

/**
 * Looks until there is a place or waiting makes no sense. `startedAt` is when the request began to wait, for this place
 * or another one: the longest wait is one for all. `random` yields 0 to 1 and spreads the waiters.
 */
export async function takePlace<Place>(
  look: () => Promise<Look<Place>>,
  clock: Clock,
  startedAt: number,
  random: () => number = Math.random,
): Promise<PlaceOrRefusal<Place>> {
  let progressSeen = Number.POSITIVE_INFINITY;
  let progressAt = clock.now();
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 1.5, longestPauseMs)) {
    const found = await look();
    if (found.taken) return found;

    const now = clock.now();
    if (found.progress > progressSeen) progressAt = now;
    progressSeen = found.progress;

    const somebodyIsInFlight = now - found.latestAttemptAtEpochMs < patienceMs;
    const waitingIsWorthIt = now - startedAt < maxWaitMs && now - progressAt < patienceMs;
    if (!(somebodyIsInFlight && waitingIsWorthIt)) {
      const waitMs = found.nextPlaceAtEpochMs - now;
      return { taken: false, retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) };
    }
    await clock.pause(pauseMs * (0.5 + random()));
  }
}
