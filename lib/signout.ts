/** The decision of signing out: the session of a token ends. */
import type { DatabaseTime } from './database-time.ts';
import type { Clock } from './place.ts';
import type { Sessions } from './sessions.ts';

/** Whether there was a session to end. */
export type SignOutOutcome =
  | { readonly outcome: 'signed_out' }
  | { readonly outcome: 'session_token_incorrect' };

/** Signs out. */
export type SignOut = (sessionToken: string, time: DatabaseTime) => Promise<SignOutOutcome>;

/** Signing out: one write. It throws `DatabaseUnavailable`. */
export function createSignOut(sessions: Sessions, clock: Clock): SignOut {
  return async (sessionToken, time) => {
    const ended = await sessions.end(sessionToken, time);
    const wasAlive = ended !== null && clock.now() < ended.expiresAtEpochMs;
    return { outcome: wasAlive ? 'signed_out' : 'session_token_incorrect' };
  };
}
