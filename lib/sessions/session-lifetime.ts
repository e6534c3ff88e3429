/** How long a session lives, and how often its use is written down. */

/** How long a session lives, in days: in all, and without use. */
export interface SessionLifetime {
  readonly maxDays: number;
  readonly idleDays: number;
}

const dayMs = 86_400_000;

/** Use is written at most once an hour, so that most redemptions write nothing. */
export const useIsWrittenEveryMs = 3_600_000;

/** When a session expires, in milliseconds since 1970. */
export function expiryOf(
  lifetime: SessionLifetime,
  { createdAtEpochMs, lastUsedAtEpochMs }: { createdAtEpochMs: number; lastUsedAtEpochMs: number },
): number {
  return Math.min(createdAtEpochMs + lifetime.maxDays * dayMs, lastUsedAtEpochMs + lifetime.idleDays * dayMs);
}

/** Whether a session has not expired. DynamoDB removes expired items days late, so every read has to check. */
export const isUnexpired = (session: { readonly expiresAtEpochMs: number }, nowEpochMs: number): boolean =>
  nowEpochMs < session.expiresAtEpochMs;
