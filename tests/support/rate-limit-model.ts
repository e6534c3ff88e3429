/**
 * The rules of the rate limit as docs/design.md tells them, over plain lists: no ordinals that only grow, no slots
 * that open. Slow and obvious, to hold the counters against.
 */
import type { AccountPolicy } from '../../lib/rate-limit/account-backoff.ts';

/** An attempt that was admitted. It is a failure until it turns out to be a success, however late. */
export interface ModelAttempt {
  readonly atEpochMs: number;
  succeeded: boolean;
}

/** What the rules say to somebody who looks. */
export type ModelLook =
  | { readonly taken: true }
  | { readonly taken: false; readonly nextSlotAtEpochMs: number; readonly latestAttemptAtEpochMs: number };

/** The rules of one counter and the attempts that they admitted, the latest last. */
export interface GuessingModel {
  readonly attempts: ModelAttempt[];
  /** When the next slot opens; past or present where one is open. */
  nextSlotAt(nowEpochMs: number): number;
  /** Admits an attempt or refuses it; what is refused is not remembered. */
  look(nowEpochMs: number): ModelLook;
}

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const dayMs = 24 * 60 * minuteMs;

/** The limit of one account. */
export function createAccountModel(rules: AccountPolicy): GuessingModel {
  const attempts: ModelAttempt[] = [];

  /** Back from the latest attempt to a success, or to a day in which nobody failed. */
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
    if (failures < rules.freeAttempts) return nowEpochMs;
    if (failures >= rules.maxAttempts) return latestAtEpochMs + dayMs;
    return latestAtEpochMs + Math.min(2 ** (failures - rules.freeAttempts) * secondMs, 15 * minuteMs);
  });
}

/** The limit of one network: what it has used up of the window in which it looks. */
export function createNetworkModel(maxAttempts: number): GuessingModel {
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
): GuessingModel {
  const nextSlotAt = (nowEpochMs: number) => rule(attempts.at(-1)?.atEpochMs ?? nowEpochMs, nowEpochMs);
  return {
    attempts,
    nextSlotAt,
    look(nowEpochMs) {
      const nextSlotAtEpochMs = nextSlotAt(nowEpochMs);
      if (nextSlotAtEpochMs > nowEpochMs) {
        const latestAttemptAtEpochMs = attempts.at(-1)?.atEpochMs ?? nowEpochMs;
        return { taken: false, nextSlotAtEpochMs, latestAttemptAtEpochMs };
      }
      attempts.push({ atEpochMs: nowEpochMs, succeeded: false });
      return { taken: true };
    },
  };
}
