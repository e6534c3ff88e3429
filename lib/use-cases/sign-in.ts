/**
 * Signing in, in the order in which it happens: rate limit and password, state of the account, success. It knows neither
 * HTTP nor Lambda.
 */
import type { IssueAccessToken } from '../access-tokens/issue-access-token.ts';
import type { DatabaseTimeBudget } from '../database/time-budget.ts';
import { type RequestTrace, timeHashing } from '../observability/request-trace.ts';
import type { PasswordHasher } from '../passwords/password-hasher.ts';
import type { DeviceTokens, IssuedDeviceToken } from '../rate-limit/device-token.ts';
import type { RateLimit } from '../rate-limit/rate-limit.ts';
import type { SessionsTable } from '../sessions/sessions-table.ts';
import { accountStateOf } from '../users/account-state.ts';
import { subjectOf } from '../users/user.ts';
import type { UsersTable } from '../users/users-table.ts';
import { waitForAll } from '../wait-for-all.ts';
import type {
  Credentials,
  CredentialsRefusal,
  VerifiedCredentials,
  VerifyCredentials,
} from './verify-credentials.ts';

/** A request to sign in. `information` labels the session, if there is to be one. */
export interface SignInRequest extends Credentials {
  readonly stayLoggedIn: boolean;
  readonly information: string;
}

/** What every right password yields. */
export interface KnownDevice {
  /** Makes the device known, for the rate limit. Null if the user's item is broken. */
  readonly deviceToken: IssuedDeviceToken | null;
}

/** A success. */
export interface SignedIn extends KnownDevice {
  readonly outcome: 'signed_in';
  readonly token: string;
  readonly sessionToken: string | null;
}

/** How a sign-in ended. */
export type SignInOutcome =
  | SignedIn
  | CredentialsRefusal
  | ({ readonly outcome: 'not_activated' | 'change_password' } & KnownDevice);

/** What signing in needs. */
export interface SignInDependencies {
  readonly verifyCredentials: VerifyCredentials;
  readonly users: UsersTable;
  readonly sessions: SessionsTable;
  readonly rateLimit: RateLimit;
  readonly deviceTokens: DeviceTokens;
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
  const { verifyCredentials, users, sessions, rateLimit, deviceTokens, passwordHasher, issueAccessToken } =
    dependencies;

  /** What a right password leads to. Nobody else may learn the state of the account. */
  async function signInVerified(
    { user, device, readAtEpochMs: nowEpochMs }: VerifiedCredentials,
    request: SignInRequest,
    budget: DatabaseTimeBudget,
    trace: RequestTrace,
  ): Promise<SignInOutcome> {
    const state = accountStateOf(user);
    const deviceToken = deviceTokens.issue(user, device, nowEpochMs);
    if (state !== 'active') return { outcome: state, deviceToken };

    const [token, opened] = await waitForAll([
      issueAccessToken(subjectOf(user), Math.floor(nowEpochMs / 1000)),
      request.stayLoggedIn ? sessions.open(user, request.information, nowEpochMs, budget) : null,
    ]);
    if (opened !== null && opened.leftOut > 0) trace.left_out = opened.leftOut;
    return { outcome: 'signed_in', token, sessionToken: opened?.token ?? null, deviceToken };
  }

  return async (request, budget, trace) => {
    const verdict = await verifyCredentials(request, budget, trace);
    if (!verdict.verified) return verdict.refusal;

    const { user, attempt, isOutdated } = verdict;
    const rehashed = isOutdated
      ? await timeHashing(trace, () => passwordHasher.hash(request.password))
      : null;
    const [outcome] = await waitForAll([
      signInVerified(verdict, request, budget, trace),
      rateLimit.recordSuccess(attempt, budget),
      rehashed === null ? null : users.rehashPassword(user, rehashed, budget),
    ]);
    return outcome;
  };
}
