/** How long an account, or a device of it, is blocked after so many failures, and how failures are forgiven. */

/** The policy of one kind of counter. */
export interface AccountPolicy {
  /** How many failures are free. */
  readonly freeAttempts: number;
  /** How many can stand at once: after that many, each new attempt waits until one is forgiven. */
  readonly maxAttempts: number;
  /** In milliseconds: as long as any failure stands, one is forgiven each time that so much passes. */
  readonly forgivenEveryMs: number;
}

/** What stands against an account. A success leaves no trace in it. Times in milliseconds since 1970. */
export interface Standing {
  /** When the last failure that stands will be forgiven. */
  readonly forgivenAtEpochMs: number;
  /** When the latest slot was reserved. */
  readonly latestAttemptAtEpochMs: number;
}

/** Two an hour on an account: whoever never stops has 100 guesses and 48 a day. */
export const accountForgivenEveryMs = 30 * 60_000;

/** Six a day on a device: whoever steals a device token has 20 guesses and 6 a day, until it ends after 30 days. */
export const deviceForgivenEveryMs = 4 * 60 * 60_000;

const deviceMaxAttempts = 20;

/** The policy of a device, made from that of its account. */
export const devicePolicyOf = ({ freeAttempts, maxAttempts }: AccountPolicy): AccountPolicy => ({
  freeAttempts,
  maxAttempts: Math.max(freeAttempts, Math.min(maxAttempts, deviceMaxAttempts)),
  forgivenEveryMs: deviceForgivenEveryMs,
});

/** The longest wait between two attempts while fewer failures stand than there can be: 15 minutes. */
const maxBackoffMs = 900_000;

const firstBackoffMs = 1000;

/** How many failures stand at a time. */
export function failuresAt(
  { forgivenAtEpochMs }: Pick<Standing, 'forgivenAtEpochMs'>,
  atEpochMs: number,
  { forgivenEveryMs }: AccountPolicy,
): number {
  return Math.max(0, Math.ceil((forgivenAtEpochMs - atEpochMs) / forgivenEveryMs));
}

/**
 * When the next slot opens; in the past if one is free. Once the free ones are used up, that is 2^(failures - free)
 * seconds after the latest attempt, at most 15 minutes: 1 s after the fifth failure, 2 s after the sixth. If as many
 * failures stand as there can be, it is when the next one is forgiven.
 */
export function nextSlotAt(standing: Standing, policy: AccountPolicy): number {
  const { freeAttempts, maxAttempts, forgivenEveryMs } = policy;
  const { forgivenAtEpochMs, latestAttemptAtEpochMs } = standing;
  /** When fewer failures stand than so many. */
  const whenFewerThan = (failures: number) => forgivenAtEpochMs - (failures - 1) * forgivenEveryMs;
  const failures = failuresAt(standing, latestAttemptAtEpochMs, policy);
  const backoffMs = Math.min(firstBackoffMs * 2 ** (failures - freeAttempts), maxBackoffMs);
  return Math.min(
    whenFewerThan(freeAttempts),
    Math.max(latestAttemptAtEpochMs + backoffMs, whenFewerThan(maxAttempts)),
  );
}
