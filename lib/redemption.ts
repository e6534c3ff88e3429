/** The decision of redeeming a session token for a fresh JSON Web Token. It looks at the user again each time. */
import type { DatabaseTime } from './database-time.ts';
import type { Clock } from './place.ts';
import { isHonoured } from './session.ts';
import type { Sessions } from './sessions.ts';
import type { IssueToken } from './tokens.ts';
import { subjectOf, type Users } from './users.ts';

/** A session token, and the session's new label if it is to have one. */
export interface RedemptionRequest {
  readonly sessionToken: string;
  readonly information: string | null;
}

/** How a redemption ended. Why a token is incorrect, nobody learns. */
export type RedemptionOutcome =
  | { readonly outcome: 'redeemed'; readonly token: string }
  | { readonly outcome: 'session_token_incorrect' };

/** Redeems a session token. */
export type Redeem = (request: RedemptionRequest, time: DatabaseTime) => Promise<RedemptionOutcome>;

const incorrect: RedemptionOutcome = { outcome: 'session_token_incorrect' };

/**
 * Redeeming: two reads in a row, and a write if one is due. A session that is not honoured is over for good, whatever
 * becomes of its user. It throws `DatabaseUnavailable`.
 */
export function createRedemption(
  users: Users,
  sessions: Sessions,
  issueToken: IssueToken,
  clock: Clock,
): Redeem {
  return async ({ sessionToken, information }, time) => {
    const nowEpochMs = clock.now();
    const session = await sessions.find(sessionToken, nowEpochMs, time);
    if (session === null) return incorrect;
    const user = await users.find(session.username, time);
    if (!isHonoured(session, user)) {
      await sessions.end(session, time);
      return incorrect;
    }
    if (!(await sessions.renew(session, information, nowEpochMs, time))) return incorrect;
    return {
      outcome: 'redeemed',
      token: await issueToken(subjectOf(user), Math.floor(nowEpochMs / 1000)),
    };
  };
}
