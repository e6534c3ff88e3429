/**
 * Changes the password of a user who knows the old one. Until that is verified, it goes the same way as signing in. Both
 * routes come here: the one for every user, and the one for whoever was answered `change_password`.
 */
import type { Clock } from '../clock.ts';
import type { DatabaseTimeBudget } from '../database/time-budget.ts';
import { type RequestTrace, timeHashing } from '../observability/request-trace.ts';
import type { CountPasswordChange } from '../rate-limit/password-changes.ts';
import { validFromRevokingAll } from '../sessions/session-revocation.ts';
import { subjectOf, type User } from '../users/user.ts';
import { waitForAll } from '../wait-for-all.ts';
import type { KnownDevice, SignedIn, SignInDependencies, SignInRequest } from './sign-in.ts';
import {
  createStoreNewPassword,
  type StateRefusal,
  type StoreOutcome,
  stateRefusalOf,
} from './store-new-password.ts';
import type { CredentialsRefusal, VerifiedCredentials } from './verify-credentials.ts';

/** A sign-in with the old password, and a new one that satisfies the policy. */
export interface ChangePasswordRequest extends SignInRequest {
  readonly newPassword: string;
}

/** How a change ended. */
export type ChangePasswordOutcome =
  | SignedIn
  | CredentialsRefusal
  | ({ readonly outcome: StateRefusal } & KnownDevice);

/** What changing needs. */
export interface ChangePasswordDependencies extends SignInDependencies {
  readonly countPasswordChange: CountPasswordChange;
  readonly clock: Clock;
}

/** Who may change the password: `onlyIfRequired`, only users who have to. */
export interface ChangePasswordRule {
  readonly onlyIfRequired: boolean;
}

/** Changes a password, and fills in the trace. */
export type ChangePassword = (
  request: ChangePasswordRequest,
  budget: DatabaseTimeBudget,
  trace: RequestTrace,
) => Promise<ChangePasswordOutcome>;

/** It throws as `createSignIn`'s. */
export function createChangePassword(
  dependencies: ChangePasswordDependencies,
  { onlyIfRequired }: ChangePasswordRule,
): ChangePassword {
  const {
    verifyCredentials,
    users,
    sessions,
    rateLimit,
    countPasswordChange,
    deviceTokens,
    passwordHasher,
    issueAccessToken,
    clock,
  } = dependencies;
  const storeNewPassword = createStoreNewPassword(users, passwordHasher);

  /** All that can fail comes before the write that changes the password, so that nothing is half done. */
  async function change(
    { user, attempt, device }: VerifiedCredentials,
    request: ChangePasswordRequest,
    budget: DatabaseTimeBudget,
    trace: RequestTrace,
  ): Promise<ChangePasswordOutcome> {
    const newPassword = await timeHashing(trace, () => passwordHasher.hash(request.newPassword));
    const nowEpochMs = clock.now();
    const sessionsValidFromEpochMs = validFromRevokingAll(user, nowEpochMs);
    const changedUser: User = { ...user, sessionsValidFromEpochMs };
    const [token] = await waitForAll([
      issueAccessToken(subjectOf(user), Math.floor(nowEpochMs / 1000)),
      rateLimit.recordSuccess(attempt, budget),
    ]);
    // The session comes last, because it would be left behind if something after it failed.
    const opened = request.stayLoggedIn
      ? await sessions.openUncapped(changedUser, request.information, nowEpochMs, budget)
      : null;
    let outcome: StoreOutcome | null = null;
    try {
      const replacement = { newPassword, sessionsValidFromEpochMs, onlyIfRequired };
      outcome = await storeNewPassword(user, request.password, replacement, budget, trace);
    } finally {
      if (outcome !== 'stored' && opened !== null) await sessions.discard(opened.session, budget);
    }
    if (outcome !== 'stored') {
      trace.reason = 'changed_meanwhile';
      return outcome === 'username_or_password_incorrect' ? { outcome } : { outcome, deviceToken: null };
    }
    // The old device tokens ended with the old password.
    const deviceToken = deviceTokens.issue(changedUser, device, nowEpochMs);
    return { outcome: 'signed_in', token, sessionToken: opened?.token ?? null, deviceToken };
  }

  return async (request, budget, trace) => {
    const verdict = await verifyCredentials(request, budget, trace);
    if (!verdict.verified) return verdict.refusal;
    const { user, attempt, device, readAtEpochMs } = verdict;
    const refusal = stateRefusalOf(user, onlyIfRequired);
    if (refusal !== null) {
      await rateLimit.recordSuccess(attempt, budget);
      return { outcome: refusal, deviceToken: deviceTokens.issue(user, device, readAtEpochMs) };
    }
    const counted = await countPasswordChange(user.username, budget);
    if (counted.admitted) return change(verdict, request, budget, trace);
    await rateLimit.recordSuccess(attempt, budget);
    const { retryAfterSeconds } = counted;
    trace.reason = 'changes';
    trace.retry_after_s = retryAfterSeconds;
    return { outcome: 'too_many_attempts', retryAfterSeconds };
  };
}
