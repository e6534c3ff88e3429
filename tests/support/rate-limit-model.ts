/**
 * The rate limit as docs/design.md describes it, over plain lists, without ordinals and without opening slots. It is slow
 * and obvious, so that the counters can be compared with it.
 */
import type { AccountPolicy } from '../../lib/rate-limit/account-backoff.ts';

/** An attempt that was admitted. It is a failure until it turns out to be a success, however late. */
export interface ModelAttempt {
  readonly atEpochMs: number;
  succeeded: boolean;
}

/** The answer to an attempt that asks for a slot. */
export type ModelLookup =
  | { readonly reserved: true }
  | { readonly reserved: false; readonly nextSlotAtEpochMs: number; readonly latestAttemptAtEpochMs: number };

/** One counter, and the attempts that it admitted, the latest last. */
export interface RateLimitModel {
  readonly attempts: ModelAttempt[];
  /** When the next slot opens; in the past or now if one is open. */
  nextSlotAt(nowEpochMs: number): number;
  /** Admits an attempt or refuses it. A refused one is not remembered. */
  reserve(nowEpochMs: number): ModelLookup;
}

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const dayMs = 24 * 60 * minuteMs;

/** The limit of one account. */
export function createAccountModel(policy: AccountPolicy): RateLimitModel {
  const attempts: ModelAttempt[] = [];

  /** Counts back from the latest attempt to a success, or to a day without failures. */
  function failuresInARow(nowEpochMs: number): number {
    let failures = 0;
    let laterAt = nowEpochMs;
    for (const { atEpochMs, succeeded } of attempts.toReversed()) {
      if (succeeded || laterAt - atEpochMs >= dayMs) break;
      failures += 1;
      laterAt = atEpochMs;
    }
    return failures;
  }

  return createModel(attempts, (latestAtEpochMs, nowEpochMs) => {
    const failures = failuresInARow(nowEpochMs);
    if (failures < policy.freeAttempts) return nowEpochMs;
    if (failures >= policy.maxAttempts) return latestAtEpochMs + dayMs;
    return latestAtEpochMs + Math.min(2 ** (failures - policy.freeAttempts) * secondMs, 15 * minuteMs);
  });
}

/** The limit of one network: the failures in the window of ten minutes in which the attempt falls. */
export function createNetworkModel(maxAttempts: number): RateLimitModel {
  const attempts: ModelAttempt[] = [];
  const windowOf = (epochMs: number) => Math.floor(epochMs / (10 * minuteMs));

  return createModel(attempts, (_latestAtEpochMs, nowEpochMs) => {
    const window = windowOf(nowEpochMs);
    const failures = attempts.filter(
      ({ atEpochMs, succeeded }) => !succeeded && windowOf(atEpochMs) === window,
    );
    return failures.length < maxAttempts ? nowEpochMs : (window + 1) * 10 * minuteMs;
  });
}

/** A model whose rule says when the next slot opens. */
function createModel(
  attempts: ModelAttempt[],
  rule: (latestAtEpochMs: number, nowEpochMs: number) => number,
): RateLimitModel {
  const nextSlotAt = (nowEpochMs: number) => rule(attempts.at(-1)?.atEpochMs ?? nowEpochMs, nowEpochMs);
  return {
    attempts,
    nextSlotAt,
    reserve(nowEpochMs) {
      const nextSlotAtEpochMs = nextSlotAt(nowEpochMs);
      if (nextSlotAtEpochMs > nowEpochMs) {
        const latestAttemptAtEpochMs = attempts.at(-1)?.atEpochMs ?? nowEpochMs;
        return { reserved: false, nextSlotAtEpochMs, latestAttemptAtEpochMs };
      }
      attempts.push({ atEpochMs: nowEpochMs, succeeded: false });
      return { reserved: true };
    },
  };
}
