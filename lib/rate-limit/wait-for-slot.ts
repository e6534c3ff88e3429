/**
 * Decides whether a blocked attempt waits. Right passwords that come at once must all get in, so an attempt waits while
 * one in flight on the very counter that blocks it can still succeed and give its slot back. That is one hash. If failures
 * have used the slots up, waiting is of no use.
 */

/** A counter that has no open slot. Times in milliseconds since 1970. */
export interface BlockedCounter {
  readonly nextSlotAtEpochMs: number;
  readonly latestAttemptAtEpochMs: number;
}

/** How long attempts take, in milliseconds. */
export interface AttemptDuration {
  /** When most attempts have given their slot back. */
  readonly usualMs: number;
  /** From then on an attempt is taken for a failure. */
  readonly longestMs: number;
}

/** bcrypt at cost 12 on a function of 1769 MB, and the factor of each further cost. */
const hashMsAtCost12 = 250;

/** Of the calls to the database around the hash. */
const callsMs = 20;

/** A hash can take twice as long as usual, as in a function that has just started. */
const slowHashFactor = 2;

/** How long attempts take that hash at the given cost. */
export function attemptDurationAt(bcryptCost: number): AttemptDuration {
  const hashMs = hashMsAtCost12 * 2 ** (bcryptCost - 12);
  return { usualMs: hashMs + callsMs, longestMs: hashMs * slowHashFactor + 2 * callsMs };
}

/** The longest wait: fifty right sign-ins at once on one account, five at a time, a third of a second each. */
export const maxWaitMs = 5000;

const secondLookMs = 100;

/** So many milliseconds spread those who wait for the same attempt. */
const spreadMs = 30;

/**
 * How many milliseconds to wait before the next look; null if waiting is of no use. It has to be of use at each counter
 * that is blocked. `waitedMs` is the time since the first look, `random` returns 0 to 1.
 */
export function pauseBeforeNextLook(
  blocked: readonly BlockedCounter[],
  nowEpochMs: number,
  waitedMs: number,
  { usualMs, longestMs }: AttemptDuration,
  random: () => number = Math.random,
): number | null {
  if (waitedMs >= maxWaitMs) return null;
  const pauses = blocked.map(({ latestAttemptAtEpochMs, nextSlotAtEpochMs }) => {
    const ageMs = nowEpochMs - latestAttemptAtEpochMs;
    if (ageMs >= longestMs) return null;
    const pauseMs = ageMs < usualMs ? usualMs - ageMs : secondLookMs;
    return Math.min(pauseMs, longestMs, nextSlotAtEpochMs - nowEpochMs);
  });
  return pauses.includes(null) ? null : Math.max(...pauses.map(Number)) + random() * spreadMs;
}

/** The whole seconds after which another try makes sense. */
export function retryAfterSecondsOf(blocked: readonly BlockedCounter[], nowEpochMs: number): number {
  const opensInMs = Math.max(...blocked.map(({ nextSlotAtEpochMs }) => nextSlotAtEpochMs - nowEpochMs));
  return Math.max(1, Math.ceil(opensInMs / 1000));
}
