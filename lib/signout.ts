/** The decision of signing out: the session of a token ends. */
import type { DatabaseTime } from './database-time.ts';
import type { Clock } from './place.ts';
import { isKept } from './session.ts';
import type { Sessions } from './sessions.ts';
import type { Users } from './users.ts';

/** Whether there was a session to end. */
export type SignOutOutcome =
  | { readonly outcome: 'signed_out' }
  | { readonly outcome: 'session_token_incorrect' };

/** Signs out. */
export type SignOut = (sessionToken: string, time: DatabaseTime) => Promise<SignOutOutcome>;

/**
 * Signing out: two reads in a row, then one write. A session that was ended together with others is not there any more,
 * though its row is. It throws `DatabaseUnavailable`, and then the session may or may not have ended.
 */
export function createSignOut(users: Users, sessions: Sessions, clock: Clock): SignOut {
  return async (sessionToken, time) => {
    const session = await sessions.find(sessionToken, clock.now(), time);
    if (session === null) return { outcome: 'session_token_incorrect' };
    const isThere = isKept(session, await users.find(session.username, time));
    const isEnded = await sessions.end(session, time);
    return { outcome: isThere && isEnded ? 'signed_out' : 'session_token_incorrect' };
  };
}
