/**
 * The decision of changing a password that signing in answered `change_password` to. It goes the same way as signing in
 * until the password is known to be right.
 */
import { allEnded } from './all-ended.ts';
import type { DatabaseTime } from './database-time.ts';
import { DatabaseUnavailable } from './dynamodb.ts';
import type { CheckRefusal, RightPassword } from './password-check.ts';
import type { Clock } from './place.ts';
import { validFromThatEndsAll } from './session.ts';
import type { SignedIn, SignInParts, SignInRequest } from './signin.ts';
import { hashing, type Trace } from './trace.ts';
import { type PasswordChange, sessionsValidFrom, subjectOf, type User, type UserId } from './users.ts';

/** A sign-in with the old password, and the new one, which keeps the rules of `new-password.ts`. */
export interface PasswordChangeRequest extends SignInRequest {
  readonly newPassword: string;
}

/** Why a user whose password is right does not change it here. */
type StateRefusal = 'not_activated' | 'no_password_change_needed_for_user';

/** How a change ended. */
export type PasswordChangeOutcome = SignedIn | CheckRefusal | { readonly outcome: StateRefusal };

type StoreOutcome = 'stored' | StateRefusal | 'username_or_password_incorrect';

function stateRefusalOf({ activated, mustChangePassword }: User): StateRefusal | null {
  if (!activated) return 'not_activated';
  return mustChangePassword ? null : 'no_password_change_needed_for_user';
}

/** What changing needs. */
export interface PasswordChangeParts extends SignInParts {
  readonly clock: Clock;
}

/** Changes a password. */
export type ChangePassword = (
  request: PasswordChangeRequest,
  time: DatabaseTime,
  trace: Trace,
) => Promise<PasswordChangeOutcome>;

/** How often a password is put in the place of the old one, which a sign-in at the same time can have hashed anew. */
const maxRounds = 2;

/** Changing over the given parts; throws as `createSignIn`'s. */
export function createPasswordChange(parts: PasswordChangeParts): ChangePassword {
  const { checkPassword, users, sessions, guessingLimit, passwords, issueToken, clock } = parts;

  /** What a user who is not as read any more means for the change: how it ends, or the user with whom to try again. */
  async function verdictOn(
    user: User | null,
    request: PasswordChangeRequest,
    { newHash, sessionsValidFromEpochMs }: PasswordChange,
    id: UserId | null,
    trace: Trace,
  ): Promise<StoreOutcome | User> {
    if (user === null || user.id !== id) return 'username_or_password_incorrect';
    // The write was done, its answer was lost, and the SDK has repeated it.
    if (user.passwordHash === newHash) return 'stored';
    // The same password under a new hash is no change: signing in replaces outdated ones.
    const { matches } = await hashing(trace, () => passwords.verify(request.password, user.passwordHash));
    if (!matches) return 'username_or_password_incorrect';
    const refusal = stateRefusalOf(user);
    if (refusal === null && sessionsValidFrom(user) >= sessionsValidFromEpochMs) {
      throw new DatabaseUnavailable(
        'sessions were ended at the moment in which the password was to be changed',
      );
    }
    return refusal ?? user;
  }

  /** Puts the new hash in the old one's place, unless somebody else has written something that stands in the way. */
  async function store(
    read: User,
    request: PasswordChangeRequest,
    change: PasswordChange,
    time: DatabaseTime,
    trace: Trace,
  ): Promise<StoreOutcome> {
    let user = read;
    for (let round = 0; round < maxRounds; round++) {
      if (await users.changePassword(user, change, time)) return 'stored';
      const found = await users.find(user.username, time);
      const verdict = await verdictOn(found, request, change, user.id, trace);
      if (typeof verdict === 'string') return verdict;
      user = verdict;
    }
    throw new DatabaseUnavailable('something else was written each time that the password was to be changed');
  }

  async function change(
    { user, attempt }: RightPassword,
    request: PasswordChangeRequest,
    time: DatabaseTime,
    trace: Trace,
  ): Promise<PasswordChangeOutcome> {
    const newHash = await hashing(trace, () => passwords.hash(request.newPassword));
    const nowEpochMs = clock.now();
    const sessionsValidFromEpochMs = validFromThatEndsAll(user, nowEpochMs);
    const renewed = { ...user, sessionsValidFromEpochMs };
    // All that can fail comes before the one write that changes the password, so that nothing is half done.
    const [token] = await allEnded([
      issueToken(subjectOf(user), Math.floor(nowEpochMs / 1000)),
      guessingLimit.succeed(attempt, time),
    ]);
    // What can be left behind comes last.
    const opened = request.stayLoggedIn
      ? await sessions.openFirst(renewed, request.information, nowEpochMs, time)
      : null;
    let outcome: StoreOutcome | null = null;
    try {
      outcome = await store(user, request, { newHash, sessionsValidFromEpochMs }, time, trace);
    } finally {
      if (outcome !== 'stored' && opened !== null) await sessions.end(opened.session, time);
    }
    if (outcome === 'stored') return { outcome: 'signed_in', token, sessionToken: opened?.token ?? null };
    trace.reason = 'changed_meanwhile';
    return { outcome };
  }

  return async (request, time, trace) => {
    const check = await checkPassword(request, time, trace);
    if (!check.isRight) return check.refusal;
    const { user, attempt } = check;
    const refusal = stateRefusalOf(user);
    if (refusal === null) return change(check, request, time, trace);
    await guessingLimit.succeed(attempt, time);
    return { outcome: refusal };
  };
}
