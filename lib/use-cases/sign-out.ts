/** Signing out: ends the session of a session token. */
import type { Clock } from '../clock.ts';
import type { DatabaseTimeBudget } from '../database/time-budget.ts';
import { isUnrevoked } from '../sessions/session-revocation.ts';
import type { SessionsTable } from '../sessions/sessions-table.ts';
import type { UsersTable } from '../users/users-table.ts';

/** Whether there was a session to end. */
export type SignOutOutcome =
  | { readonly outcome: 'signed_out' }
  | { readonly outcome: 'session_token_incorrect' };

/** Signs out. */
export type SignOut = (sessionToken: string, budget: DatabaseTimeBudget) => Promise<SignOutOutcome>;

/**
 * Two reads in a row, then one write. A session that was revoked together with others still has its item, but counts as
 * ended. It throws `DatabaseUnavailable`, and then the session may or may not have ended.
 */
export function createSignOut(users: UsersTable, sessions: SessionsTable, clock: Clock): SignOut {
  return async (sessionToken, budget) => {
    const session = await sessions.find(sessionToken, clock.now(), budget);
    if (session === null) return { outcome: 'session_token_incorrect' };
    const wasValid = isUnrevoked(session, await users.find(session.username, budget));
    const wasDeleted = await sessions.revoke(session, budget);
    return { outcome: wasValid && wasDeleted ? 'signed_out' : 'session_token_incorrect' };
  };
}
