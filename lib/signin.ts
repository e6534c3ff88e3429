/**
 * The decision of a sign-in, told in the order in which it happens: guessing limit and password, state of the account,
 * success. It knows neither HTTP nor Lambda.
 */
import { allEnded } from './all-ended.ts';
import type { DatabaseTime } from './database-time.ts';
import type { GuessingLimit } from './guessing-limit.ts';
import type { CheckPassword, CheckRefusal, Credentials } from './password-check.ts';
import type { Passwords } from './passwords.ts';
import type { Sessions } from './sessions.ts';
import type { IssueToken } from './tokens.ts';
import { hashing, type Trace } from './trace.ts';
import { subjectOf, type User, type Users } from './users.ts';

/** What somebody who wants to sign in says. `information` labels the session if there is to be one. */
export interface SignInRequest extends Credentials {
  readonly stayLoggedIn: boolean;
  readonly information: string;
}

/** Somebody is signed in. */
export interface SignedIn {
  readonly outcome: 'signed_in';
  readonly token: string;
  readonly sessionToken: string | null;
}

/** How a sign-in ended. */
export type SignInOutcome =
  | SignedIn
  | CheckRefusal
  | { readonly outcome: 'not_activated' }
  | { readonly outcome: 'change_password' };

/** What signing in needs. */
export interface SignInParts {
  readonly checkPassword: CheckPassword;
  readonly users: Users;
  readonly sessions: Sessions;
  readonly guessingLimit: GuessingLimit;
  readonly passwords: Passwords;
  readonly issueToken: IssueToken;
}

/** Signs somebody in. */
export type SignIn = (request: SignInRequest, time: DatabaseTime, trace: Trace) => Promise<SignInOutcome>;

/**
 * Signing in over the given parts. It throws `DatabaseUnavailable` where the database is in trouble, and then nobody is
 * signed in; and `OperatorError` where a user's row has no usable id or `sessions_valid_from`.
 */
export function createSignIn(parts: SignInParts): SignIn {
  const { checkPassword, users, sessions, guessingLimit, passwords, issueToken } = parts;

  /** What the right password leads to; nobody else may learn the state of the account. */
  async function welcome(
    user: User,
    request: SignInRequest,
    nowEpochMs: number,
    time: DatabaseTime,
  ): Promise<SignInOutcome> {
    if (!user.activated) return { outcome: 'not_activated' };
    if (user.mustChangePassword) return { outcome: 'change_password' };

    const [token, opened] = await allEnded([
      issueToken(subjectOf(user), Math.floor(nowEpochMs / 1000)),
      request.stayLoggedIn ? sessions.open(user, request.information, nowEpochMs, time) : null,
    ]);
    return { outcome: 'signed_in', token, sessionToken: opened?.token ?? null };
  }

  return async (request, time, trace) => {
    const check = await checkPassword(request, time, trace);
    if (!check.isRight) return check.refusal;

    const { user, attempt, isOutdated, readAtEpochMs } = check;
    const newHash = isOutdated ? await hashing(trace, () => passwords.hash(request.password)) : null;
    const [outcome] = await allEnded([
      welcome(user, request, readAtEpochMs, time),
      guessingLimit.succeed(attempt, time),
      newHash === null ? null : users.replacePasswordHash(user, newHash, time),
    ]);
    return outcome;
  };
}
