/**
 * Verifies a typed password, whatever it was typed for: first a slot of the rate limit, then one cost for every wrong
 * answer. All routes that take a password go through here, so none is a way around another.
 */
import type { Clock } from '../clock.ts';
import type { DatabaseTimeBudget } from '../database/time-budget.ts';
import type { Pseudonymize } from '../observability/pseudonym.ts';
import { type RequestTrace, timeHashing } from '../observability/request-trace.ts';
import type { PasswordHasher } from '../passwords/password-hasher.ts';
import { unusableReasonOf } from '../passwords/unusable-password.ts';
import { networkOf } from '../rate-limit/network-of-address.ts';
import type { Attempt, RateLimit } from '../rate-limit/rate-limit.ts';
import { canonicalUsername } from '../users/canonical-username.ts';
import type { User } from '../users/user.ts';
import type { UsersTable } from '../users/users-table.ts';
import { waitForAll } from '../wait-for-all.ts';

/** A typed name and password, and the address that they come from. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly clientAddress: string;
}

/** All that somebody who does not know the password may learn. */
export type CredentialsRefusal =
  | { readonly outcome: 'username_or_password_incorrect' }
  | { readonly outcome: 'too_many_attempts'; readonly retryAfterSeconds: number };

/** The user of a right password, and what is left to do. */
export interface VerifiedCredentials {
  readonly verified: true;
  readonly user: User;
  /** It counts as a failure until `RateLimit.recordSuccess`. */
  readonly attempt: Attempt;
  /** It would be stored in another way now. */
  readonly isOutdated: boolean;
  /** The time before the user was read: a session of that time is never younger than the password that opened it. */
  readonly readAtEpochMs: number;
}

/** Verified credentials, or the refusal. */
export type CredentialsVerdict =
  | VerifiedCredentials
  | { readonly verified: false; readonly refusal: CredentialsRefusal };

/** What verifying needs. */
export interface VerifyCredentialsDependencies {
  readonly users: UsersTable;
  readonly rateLimit: RateLimit;
  readonly passwordHasher: PasswordHasher;
  /** Names and networks as the log shows them. */
  readonly nameInLog: Pseudonymize;
  readonly clock: Clock;
}

/** Verifies credentials, and fills in the trace. */
export type VerifyCredentials = (
  credentials: Credentials,
  budget: DatabaseTimeBudget,
  trace: RequestTrace,
) => Promise<CredentialsVerdict>;

/** Why no password of this user, or not this one, is right. Only the log tells. */
function reasonOf(user: User | null): string {
  if (user === null) return 'unknown_user';
  if (user.password === null) return 'no_password';
  return unusableReasonOf(user.password, user.id) ?? 'wrong_password';
}

/** It throws `DatabaseUnavailable`, and then nobody is let in. */
export function createVerifyCredentials(dependencies: VerifyCredentialsDependencies): VerifyCredentials {
  const { users, rateLimit, passwordHasher, nameInLog, clock } = dependencies;

  return async (credentials, budget, trace) => {
    const counted = {
      username: canonicalUsername(credentials.username),
      network: networkOf(credentials.clientAddress),
    };
    trace.user = nameInLog(counted.username);
    trace.network = nameInLog(counted.network);
    const readAtEpochMs = clock.now();

    const [user, admission] = await waitForAll([
      users.find(counted.username, budget),
      rateLimit.reserveAttempt(counted, budget),
    ]);
    if (!admission.admitted) {
      const { refusedBy, retryAfterSeconds } = admission;
      trace.reason = refusedBy;
      trace.retry_after_s = retryAfterSeconds;
      return { verified: false, refusal: { outcome: 'too_many_attempts', retryAfterSeconds } };
    }
    const { attempt } = admission;
    trace.limit = attempt.limit;
    trace.failures = attempt.account.failures;

    const { password = null, id = null } = user ?? {};
    const verdict = await timeHashing(trace, () => passwordHasher.verify(credentials.password, password, id));
    if (user === null || !verdict.matches) {
      trace.reason = reasonOf(user);
      return { verified: false, refusal: { outcome: 'username_or_password_incorrect' } };
    }
    trace.failures = 0;
    return { verified: true, user, attempt, isOutdated: verdict.outdated, readAtEpochMs };
  };
}
