/**
 * The rate limit as docs/design.md describes it, over plain lists. It is slow and obvious, so that the counters can be
 * compared with it.
 */
import type { AccountPolicy } from '../../lib/rate-limit/account-backoff.ts';

/** The answer to an attempt that asks for a slot. */
export type ModelLookup =
  | { readonly reserved: true }
  | { readonly reserved: false; readonly nextSlotAtEpochMs: number; readonly latestAttemptAtEpochMs: number };

/** One counter. Attempts are numbered in the order in which they were admitted, from 0. */
export interface RateLimitModel {
  /** When the next slot opens; now if one is open. */
  nextSlotAt(nowEpochMs: number): number;
  /** Admits an attempt, which is a failure until it turns out to be a success, or refuses it. */
  reserve(nowEpochMs: number): ModelLookup;
  /** An attempt turns out to be a success, however late. */
  succeed(attempt: number, nowEpochMs: number): void;
}

const secondMs = 1000;
const minuteMs = 60 * secondMs;

/** The limit of one account, or of one device. */
export function createAccountModel(policy: AccountPolicy): RateLimitModel {
  const { freeAttempts, maxAttempts, forgivenEveryMs } = policy;
  /** When each failure will be forgiven: one after the other, in the order in which they were made. */
  const forgivenAt: number[] = [];
  const attempts: { readonly atEpochMs: number; readonly latestBefore: number | null; succeeded: boolean }[] =
    [];
  let latestAt = 0;

  const failuresAt = (epochMs: number) => forgivenAt.filter(at => at > epochMs).length;

  function isOpenAt(epochMs: number): boolean {
    const failures = failuresAt(epochMs);
    if (failures < freeAttempts) return true;
    const waitMs = Math.min(2 ** (failuresAt(latestAt) - freeAttempts) * secondMs, 15 * minuteMs);
    return failures < maxAttempts && epochMs >= latestAt + waitMs;
  }

  function nextSlotAt(nowEpochMs: number): number {
    const waits = Array.from({ length: 11 }, (_, i) => Math.min(2 ** i * secondMs, 15 * minuteMs));
    const moments = [nowEpochMs, ...waits.map(waitMs => latestAt + waitMs), ...forgivenAt];
    return Math.min(...moments.filter(moment => moment >= nowEpochMs && isOpenAt(moment)));
  }

  return {
    nextSlotAt,
    reserve(nowEpochMs) {
      if (!isOpenAt(nowEpochMs)) {
        const nextSlotAtEpochMs = nextSlotAt(nowEpochMs);
        return { reserved: false, nextSlotAtEpochMs, latestAttemptAtEpochMs: latestAt };
      }
      const isFree = failuresAt(nowEpochMs) < freeAttempts;
      attempts.push({
        atEpochMs: nowEpochMs,
        latestBefore: isFree ? null : latestAt,
        succeeded: false,
      });
      forgivenAt.push(Math.max(forgivenAt.at(-1) ?? 0, nowEpochMs) + forgivenEveryMs);
      latestAt = nowEpochMs;
      return { reserved: true };
    },
    /** It is as if it had never been made, if it ends within a minute. */
    succeed(index, nowEpochMs) {
      const attempt = attempts[index];
      if (attempt === undefined || attempt.succeeded || nowEpochMs - attempt.atEpochMs > minuteMs) return;
      attempt.succeeded = true;
      forgivenAt.pop();
      if (attempt.latestBefore !== null && attempt.atEpochMs === latestAt) latestAt = attempt.latestBefore;
    },
  };
}

/** The limit of one network: the failures in the window of ten minutes in which the attempt falls. */
export function createNetworkModel(maxAttempts: number): RateLimitModel {
  const attempts: { readonly atEpochMs: number; succeeded: boolean }[] = [];
  const windowOf = (epochMs: number) => Math.floor(epochMs / (10 * minuteMs));

  function nextSlotAt(nowEpochMs: number): number {
    const window = windowOf(nowEpochMs);
    const failures = attempts.filter(
      ({ atEpochMs, succeeded }) => !succeeded && windowOf(atEpochMs) === window,
    );
    return failures.length < maxAttempts ? nowEpochMs : (window + 1) * 10 * minuteMs;
  }

  return {
    nextSlotAt,
    reserve(nowEpochMs) {
      const nextSlotAtEpochMs = nextSlotAt(nowEpochMs);
      if (nextSlotAtEpochMs > nowEpochMs) {
        const latestAttemptAtEpochMs = attempts.at(-1)?.atEpochMs ?? 0;
        return { reserved: false, nextSlotAtEpochMs, latestAttemptAtEpochMs };
      }
      attempts.push({ atEpochMs: nowEpochMs, succeeded: false });
      return { reserved: true };
    },
    succeed(index) {
      const attempt = attempts[index];
      if (attempt !== undefined) attempt.succeeded = true;
    },
  };
}
