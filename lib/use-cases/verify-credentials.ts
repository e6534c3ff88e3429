/**
 * Verifies a typed password, whatever it was typed for: first a slot of the rate limit, then one cost for every wrong
 * answer. All routes that take a password go through here, so none is a way around another.
 */
import type { Clock } from '../clock.ts';
import type { DatabaseTimeBudget } from '../database/time-budget.ts';
import type { NamesInLog } from '../observability/names-in-log.ts';
import { type RequestTrace, timeHashing } from '../observability/request-trace.ts';
import type { PasswordHasher } from '../passwords/password-hasher.ts';
import { unusableReasonOf } from '../passwords/unusable-password.ts';
import type { Device, DeviceTokens } from '../rate-limit/device-token.ts';
import { type Network, networksOf } from '../rate-limit/networks-of-address.ts';
import type { Attempt, AttemptOrRefusal, RateLimit } from '../rate-limit/rate-limit.ts';
import { canonicalUsername, type Username } from '../users/canonical-username.ts';
import type { User } from '../users/user.ts';
import type { UsersTable } from '../users/users-table.ts';

/** A typed name and password, the address that they come from, and what may be device tokens. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly clientAddress: string;
  readonly shownDeviceTokens: readonly string[];
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
  /** The device that the attempt was counted by, if the user knows it. */
  readonly device: Device | null;
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
  readonly deviceTokens: DeviceTokens;
  readonly passwordHasher: PasswordHasher;
  /** Names and networks as the log shows them. */
  readonly namesInLog: NamesInLog;
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

/** A user, and the time before the read. */
interface FoundUser {
  readonly user: User | null;
  readonly readAtEpochMs: number;
}

/** It throws `DatabaseUnavailable`, and then nobody is let in. */
export function createVerifyCredentials(dependencies: VerifyCredentialsDependencies): VerifyCredentials {
  const { users, rateLimit, deviceTokens, passwordHasher, namesInLog, clock } = dependencies;

  /** By the device if one is shown that the user knows; by name and networks otherwise. */
  async function reserve(
    username: Username,
    networks: readonly Network[],
    device: Device | null,
    budget: DatabaseTimeBudget,
  ): Promise<AttemptOrRefusal<FoundUser>> {
    const readUser = async (): Promise<FoundUser> => {
      const readAtEpochMs = clock.now();
      return { user: await users.find(username, budget), readAtEpochMs };
    };
    const isKnown = ({ user }: FoundUser) => device !== null && deviceTokens.isKnownTo(user, device);
    const ofDevice =
      device === null
        ? null
        : await rateLimit.reserveOfDevice({ username, device }, readUser, isKnown, budget);
    return ofDevice ?? rateLimit.reserveOfAccount({ username, networks }, readUser, budget);
  }

  return async (credentials, budget, trace) => {
    const username = canonicalUsername(credentials.username);
    const networks = networksOf(credentials.clientAddress);
    trace.user = namesInLog.user(username);
    trace.network = namesInLog.network(networks[0].name);

    const device = deviceTokens.recognise(username, credentials.shownDeviceTokens, clock.now());
    const admission = await reserve(username, networks, device, budget);
    if (!admission.admitted) {
      const { refusedBy, retryAfterSeconds } = admission;
      trace.reason = refusedBy;
      trace.retry_after_s = retryAfterSeconds;
      return { verified: false, refusal: { outcome: 'too_many_attempts', retryAfterSeconds } };
    }
    const { attempt, found } = admission;
    trace.limit = attempt.limit;
    trace.failures = attempt.failures;

    const { user, readAtEpochMs } = found;
    const { password = null, id = null } = user ?? {};
    const verdict = await timeHashing(trace, () => passwordHasher.verify(credentials.password, password, id));
    if (user === null || !verdict.matches) {
      trace.reason = reasonOf(user);
      return { verified: false, refusal: { outcome: 'username_or_password_incorrect' } };
    }
    trace.failures = attempt.failures - 1;
    return {
      verified: true,
      user,
      attempt,
      device: attempt.limit === 'device' ? device : null,
      isOutdated: verdict.outdated,
      readAtEpochMs,
    };
  };
}
