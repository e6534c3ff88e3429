/** Redeems a session token for a fresh access token. The user is read again each time. */
import type { IssueAccessToken } from '../access-tokens/issue-access-token.ts';
import type { Clock } from '../clock.ts';
import type { DatabaseTimeBudget } from '../database/time-budget.ts';
import { isRedeemable } from '../sessions/session-revocation.ts';
import type { SessionsTable } from '../sessions/sessions-table.ts';
import { subjectOf } from '../users/user.ts';
import type { UsersTable } from '../users/users-table.ts';

/** A session token, and a new label for the session or null. */
export interface RedeemSessionTokenRequest {
  readonly sessionToken: string;
  readonly information: string | null;
}

/** How it ended. The caller does not learn why a token is incorrect. */
export type RedeemSessionTokenOutcome =
  | { readonly outcome: 'redeemed'; readonly token: string }
  | { readonly outcome: 'session_token_incorrect' };

/** Redeems a session token. */
export type RedeemSessionToken = (
  request: RedeemSessionTokenRequest,
  budget: DatabaseTimeBudget,
) => Promise<RedeemSessionTokenOutcome>;

const incorrect: RedeemSessionTokenOutcome = { outcome: 'session_token_incorrect' };

/**
 * Two reads in a row, and a write if one is due. A session that cannot be redeemed is revoked, so it does not come back
 * when its user is activated again. It throws `DatabaseUnavailable`.
 */
export function createRedeemSessionToken(
  users: UsersTable,
  sessions: SessionsTable,
  issueAccessToken: IssueAccessToken,
  clock: Clock,
): RedeemSessionToken {
  return async ({ sessionToken, information }, budget) => {
    const nowEpochMs = clock.now();
    const session = await sessions.find(sessionToken, nowEpochMs, budget);
    if (session === null) return incorrect;
    const user = await users.find(session.username, budget);
    if (!isRedeemable(session, user)) {
      await sessions.revoke(session, budget);
      return incorrect;
    }
    if (!(await sessions.renew(session, information, nowEpochMs, budget))) return incorrect;
    return {
      outcome: 'redeemed',
      token: await issueAccessToken(subjectOf(user), Math.floor(nowEpochMs / 1000)),
    };
  };
}
