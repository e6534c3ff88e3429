/**
 * The decision of a sign-in, told in the order in which it happens: guessing limit, password, state of the account,
 * success. It knows neither HTTP nor Lambda.
 */
import { createDatabaseTime, type DatabaseTime } from './database-time.ts';
import { OperatorError } from './exceptions.ts';
import type { GuessingLimit } from './guessing-limit.ts';
import { networkOf } from './networks.ts';
import type { Passwords } from './passwords.ts';
import type { Clock } from './place.ts';
import type { Pseudonym } from './pseudonyms.ts';
import type { Sessions } from './sessions.ts';
import type { IssueToken } from './tokens.ts';
import { msSince, type Trace } from './trace.ts';
import { canonicalUsername } from './usernames.ts';
import type { User, Users } from './users.ts';

/** What somebody who wants to sign in says. `information` labels the session if there is to be one. */
export interface SignInRequest {
  readonly username: string;
  readonly password: string;
  readonly stayLoggedIn: boolean;
  readonly information: string;
  readonly sourceAddress: string;
}

/** How a sign-in ended. */
export type SignInOutcome =
  | { readonly outcome: 'signed_in'; readonly token: string; readonly sessionToken: string | null }
  | { readonly outcome: 'not_activated' }
  | { readonly outcome: 'change_password' }
  | { readonly outcome: 'username_or_password_incorrect' }
  | { readonly outcome: 'too_many_attempts'; readonly retryAfterSeconds: number };

/** What signing in needs. */
export interface SignInParts {
  readonly users: Users;
  readonly sessions: Sessions;
  readonly guessingLimit: GuessingLimit;
  readonly passwords: Passwords;
  readonly issueToken: IssueToken;
  /** Names in the log. */
  readonly nameInLog: Pseudonym;
  readonly clock: Clock;
}

/** Signs somebody in, and fills in the trace. */
export type SignIn = (request: SignInRequest, trace: Trace) => Promise<SignInOutcome>;

/**
 * Signing in over the given parts. It throws `DatabaseUnavailable` where the database is in trouble, and then nobody is
 * signed in; and where a user's row has no usable id, which only the operator can mend.
 */
export function createSignIn(parts: SignInParts): SignIn {
  const { users, sessions, guessingLimit, passwords, issueToken, nameInLog, clock } = parts;

  /** What the right password leads to; nobody else may learn the state of the account. */
  async function welcome(
    user: User,
    request: SignInRequest,
    nowEpochMs: number,
    time: DatabaseTime,
  ): Promise<SignInOutcome> {
    if (!user.activated) return { outcome: 'not_activated' };
    if (user.mustChangePassword) return { outcome: 'change_password' };

    const { id, username } = user;
    if (id === null)
      throw new OperatorError('The user has no usable id: it has to be a whole number or a string');
    const [token, sessionToken] = await Promise.all([
      issueToken(id, Math.floor(nowEpochMs / 1000)),
      request.stayLoggedIn
        ? sessions.open({ userId: id, username, information: request.information }, nowEpochMs, time)
        : null,
    ]);
    return { outcome: 'signed_in', token, sessionToken };
  }

  async function decide(request: SignInRequest, time: DatabaseTime, trace: Trace): Promise<SignInOutcome> {
    const attempter = {
      username: canonicalUsername(request.username),
      network: networkOf(request.sourceAddress),
    };
    trace.user = nameInLog(attempter.username);
    trace.network = nameInLog(attempter.network);
    // Taken before the user is read: a session is never younger than the password that opened it.
    const nowEpochMs = clock.now();

    const [user, admission] = await Promise.all([
      users.find(attempter.username, time),
      guessingLimit.enter(attempter, time),
    ]);
    if (!admission.admitted) {
      const { refusedBy, retryAfterSeconds } = admission;
      trace.reason = refusedBy;
      trace.retry_after_s = retryAfterSeconds;
      return { outcome: 'too_many_attempts', retryAfterSeconds };
    }
    const { attempt } = admission;
    trace.limit = attempt.limit;
    trace.failures = attempt.account.failures;

    const startedAt = performance.now();
    const verdict = await passwords.verify(request.password, user?.passwordHash ?? null);
    trace.hash_ms = msSince(startedAt);
    if (user === null || !verdict.matches) {
      trace.reason = user === null ? 'unknown_user' : 'wrong_password';
      return { outcome: 'username_or_password_incorrect' };
    }
    trace.failures = 0;

    const newHash = verdict.outdated ? await passwords.hash(request.password) : null;
    trace.hash_ms = msSince(startedAt);
    const [outcome] = await Promise.all([
      welcome(user, request, nowEpochMs, time),
      guessingLimit.succeed(attempt, time),
      newHash === null ? null : users.replacePasswordHash(user, newHash, time),
    ]);
    return outcome;
  }

  return async (request, trace) => {
    const time = createDatabaseTime(clock.now);
    try {
      return await decide(request, time, trace);
    } finally {
      trace.database_ms = Math.round(time.spentMs());
    }
  };
}
