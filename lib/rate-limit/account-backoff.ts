/** How long an account is blocked after so many failures in a row, and when they are forgotten. */

/** How many failures are free, and how many there can be in a row before the account is blocked for a day. */
export interface AccountPolicy {
  readonly freeAttempts: number;
  readonly maxAttempts: number;
}

/** Failures are forgotten a day after the last one. */
export const forgottenAfterMs = 86_400_000;

/** The longest wait between two attempts, 15 minutes. */
const maxBackoffMs = 900_000;

const firstBackoffMs = 1000;

/**
 * When the next slot opens after failures in a row that used up the free ones: 2^(failures - free) seconds after the
 * latest attempt, at most 15 minutes, so 1 s after the fifth failure and 2 s after the sixth. After the last failure that
 * the policy allows, a day.
 */
export function nextSlotAt(failures: number, latestAttemptAtEpochMs: number, policy: AccountPolicy): number {
  if (failures >= policy.maxAttempts) return latestAttemptAtEpochMs + forgottenAfterMs;
  const backoffMs = firstBackoffMs * 2 ** (failures - policy.freeAttempts);
  return latestAttemptAtEpochMs + Math.min(backoffMs, maxBackoffMs);
}
