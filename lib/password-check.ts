/**
 * The way that every typed password takes, whatever it is typed for: a place of the guessing limit, then one price for
 * every wrong answer. So no route is a way around another.
 */
import { allEnded } from './all-ended.ts';
import type { DatabaseTime } from './database-time.ts';
import type { Attempt, GuessingLimit } from './guessing-limit.ts';
import { networkOf } from './networks.ts';
import type { Passwords } from './passwords.ts';
import type { Clock } from './place.ts';
import type { Pseudonym } from './pseudonyms.ts';
import { hashing, type Trace } from './trace.ts';
import { canonicalUsername } from './usernames.ts';
import type { User, Users } from './users.ts';

/** A typed name and password, and where they come from. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly sourceAddress: string;
}

/** What anybody may learn who does not know the password. */
export type CheckRefusal =
  | { readonly outcome: 'username_or_password_incorrect' }
  | { readonly outcome: 'too_many_attempts'; readonly retryAfterSeconds: number };

/** The user whose password was right, and what is left to do. */
export interface RightPassword {
  readonly isRight: true;
  readonly user: User;
  /** Still a failure, until `GuessingLimit.succeed` settles it. */
  readonly attempt: Attempt;
  /** The hash is of another cost or prefix than new ones. */
  readonly isOutdated: boolean;
  /** Before the user was read: what starts now is never younger than the password that started it. */
  readonly readAtEpochMs: number;
}

/** A right password, or the refusal. */
export type PasswordCheck = RightPassword | { readonly isRight: false; readonly refusal: CheckRefusal };

/** What checking needs. */
export interface PasswordCheckParts {
  readonly users: Users;
  readonly guessingLimit: GuessingLimit;
  readonly passwords: Passwords;
  /** Names in the log. */
  readonly nameInLog: Pseudonym;
  readonly clock: Clock;
}

/** Checks credentials, and fills in the trace. */
export type CheckPassword = (
  credentials: Credentials,
  time: DatabaseTime,
  trace: Trace,
) => Promise<PasswordCheck>;

/** Checking over the given parts. It throws `DatabaseUnavailable`, and then nobody is let in. */
export function createPasswordCheck(parts: PasswordCheckParts): CheckPassword {
  const { users, guessingLimit, passwords, nameInLog, clock } = parts;

  return async (credentials, time, trace) => {
    const attempter = {
      username: canonicalUsername(credentials.username),
      network: networkOf(credentials.sourceAddress),
    };
    trace.user = nameInLog(attempter.username);
    trace.network = nameInLog(attempter.network);
    const readAtEpochMs = clock.now();

    const [user, admission] = await allEnded([
      users.find(attempter.username, time),
      guessingLimit.enter(attempter, time),
    ]);
    if (!admission.admitted) {
      const { refusedBy, retryAfterSeconds } = admission;
      trace.reason = refusedBy;
      trace.retry_after_s = retryAfterSeconds;
      return { isRight: false, refusal: { outcome: 'too_many_attempts', retryAfterSeconds } };
    }
    const { attempt } = admission;
    trace.limit = attempt.limit;
    trace.failures = attempt.account.failures;

    const storedHash = user?.passwordHash ?? null;
    const verdict = await hashing(trace, () => passwords.verify(credentials.password, storedHash));
    if (user === null || !verdict.matches) {
      trace.reason = user === null ? 'unknown_user' : 'wrong_password';
      return { isRight: false, refusal: { outcome: 'username_or_password_incorrect' } };
    }
    trace.failures = 0;
    return { isRight: true, user, attempt, isOutdated: verdict.outdated, readAtEpochMs };
  };
}
