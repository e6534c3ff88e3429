/**
 * Signing in, in the order in which it happens: rate limit and password, state of the account, success. It knows neither
 * HTTP nor Lambda.
 */
import type { IssueAccessToken } from '../access-tokens/issue-access-token.ts';
import type { DatabaseTimeBudget } from '../database/time-budget.ts';
import { type RequestTrace, timeHashing } from '../observability/request-trace.ts';
import type { PasswordHasher } from '../passwords/password-hasher.ts';
import type { RateLimit } from '../rate-limit/rate-limit.ts';
import type { SessionsTable } from '../sessions/sessions-table.ts';
import { accountStateOf } from '../users/account-state.ts';
import { subjectOf, type User } from '../users/user.ts';
import type { UsersTable } from '../users/users-table.ts';
import { waitForAll } from '../wait-for-all.ts';
import type { Credentials, CredentialsRefusal, VerifyCredentials } from './verify-credentials.ts';

/** A request to sign in. `information` labels the session, if there is to be one. */
export interface SignInRequest extends Credentials {
  readonly stayLoggedIn: boolean;
  readonly information: string;
}

/** A success. */
export interface SignedIn {
  readonly outcome: 'signed_in';
  readonly token: string;
  readonly sessionToken: string | null;
}

/** How a sign-in ended. */
export type SignInOutcome =
  | SignedIn
  | CredentialsRefusal
  | { readonly outcome: 'not_activated' }
  | { readonly outcome: 'change_password' };

/** What signing in needs. */
export interface SignInDependencies {
  readonly verifyCredentials: VerifyCredentials;
  readonly users: UsersTable;
  readonly sessions: SessionsTable;
  readonly rateLimit: RateLimit;
  readonly passwordHasher: PasswordHasher;
  readonly issueAccessToken: IssueAccessToken;
}

/** Signs somebody in, and fills in the trace. */
export type SignIn = (
  request: SignInRequest,
  budget: DatabaseTimeBudget,
  trace: RequestTrace,
) => Promise<SignInOutcome>;

/**
 * It throws `DatabaseUnavailable` if DynamoDB is unavailable, and `OperatorError` if the user's item has no usable id;
 * then nobody is signed in.
 */
export function createSignIn(dependencies: SignInDependencies): SignIn {
  const { verifyCredentials, users, sessions, rateLimit, passwordHasher, issueAccessToken } = dependencies;

  /** What a right password leads to. Nobody else may learn the state of the account. */
  async function signInVerified(
    user: User,
    request: SignInRequest,
    nowEpochMs: number,
    budget: DatabaseTimeBudget,
    trace: RequestTrace,
  ): Promise<SignInOutcome> {
    const state = accountStateOf(user);
    if (state !== 'active') return { outcome: state };

    const [token, opened] = await waitForAll([
      issueAccessToken(subjectOf(user), Math.floor(nowEpochMs / 1000)),
      request.stayLoggedIn ? sessions.open(user, request.information, nowEpochMs, budget) : null,
    ]);
    if (opened !== null && opened.leftOut > 0) trace.left_out = opened.leftOut;
    return { outcome: 'signed_in', token, sessionToken: opened?.token ?? null };
  }

  return async (request, budget, trace) => {
    const verdict = await verifyCredentials(request, budget, trace);
    if (!verdict.verified) return verdict.refusal;

    const { user, attempt, isOutdated, readAtEpochMs } = verdict;
    const rehashed = isOutdated
      ? await timeHashing(trace, () => passwordHasher.hash(request.password))
      : null;
    const [outcome] = await waitForAll([
      signInVerified(user, request, readAtEpochMs, budget, trace),
      rateLimit.recordSuccess(attempt, budget),
      rehashed === null ? null : users.rehashPassword(user, rehashed, budget),
    ]);
    return outcome;
  };
}
