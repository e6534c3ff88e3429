/** What redeeming a session writes: its use, at most once an hour, and a new label. */
import type { Session } from './session.ts';
import { type SessionItem, ttlOf } from './session-item.ts';
import { expiryOf, type SessionLifetime, useIsWrittenEveryMs } from './session-lifetime.ts';

/** The attributes to write. */
export type SessionRenewal = Partial<Pick<SessionItem, 'last_used_at' | 'session_information'>> & {
  readonly expires_at?: number;
};

/** The renewal of a session that is used now; null if there is nothing to write. `information`: the new label, or null. */
export function renewalOf(
  session: Session,
  information: string | null,
  nowEpochMs: number,
  lifetime: SessionLifetime,
): SessionRenewal | null {
  const isDue = nowEpochMs - session.lastUsedAtEpochMs >= useIsWrittenEveryMs;
  const label = information?.toWellFormed() ?? session.information;
  if (!isDue && label === session.information) return null;
  const used = { createdAtEpochMs: session.createdAtEpochMs, lastUsedAtEpochMs: nowEpochMs };
  return {
    ...(isDue && { last_used_at: nowEpochMs, expires_at: ttlOf(expiryOf(lifetime, used)) }),
    // Only a label that was sent is written, because another redemption may have sent one meanwhile.
    ...(information !== null && { session_information: label }),
  };
}
