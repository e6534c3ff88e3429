/** Which sessions are revoked, and the `sessions_valid_from` that revokes all sessions of a user. */
import { accountStateOf } from '../users/account-state.ts';
import { sessionsValidFrom, type User } from '../users/user.ts';
import { type Session, userIdKeyOf } from './session.ts';

/**
 * Sessions are revoked up to a time that lies this long after now: longer than the write takes and than clocks differ. A
 * session's time is taken before its user is read; so no session that starts meanwhile survives, unless its user was
 * read after the write. Until the write, 3 s of DynamoDB and one hash can pass, which is less up to a cost of 14.
 */
const revocationMarginMs = 5000;

/**
 * The `sessions_valid_from` that revokes all sessions of a user.
 * @throws {OperatorError} if the user's item has no time there
 */
export const validFromRevokingAll = (user: User, nowEpochMs: number): number =>
  Math.max(nowEpochMs + revocationMarginMs, sessionsValidFrom(user) + 1);

/**
 * Whether a session belongs to the user and is not revoked. It belongs to nobody if the user was removed, or added again
 * with another id. It is revoked if it started before `sessions_valid_from`, unless its sign-in read that very value:
 * the value lies a little ahead of the clock, and who signs in right after it was written starts before it. If the user has
 * not got as far as that value, the change of password that opened the session was not stored.
 */
export function isUnrevoked(session: Session, user: User | null): user is User {
  if (user === null || user.id === null) return false;
  const isTheirs = session.userIdKey === userIdKeyOf(user.id);
  const validFromEpochMs = sessionsValidFrom(user);
  const { createdAtEpochMs, validFromEpochMs: openedForEpochMs } = session;
  const isValid = createdAtEpochMs >= validFromEpochMs || openedForEpochMs === validFromEpochMs;
  const isStored = openedForEpochMs <= Math.max(createdAtEpochMs, validFromEpochMs);
  return isTheirs && isValid && isStored;
}

/**
 * Whether an access token was issued since the user's sessions were last revoked: a stolen one of before is worth nothing
 * where its user is looked up. Tokens have whole seconds, so one of the same second counts.
 * @throws {OperatorError} if the user's item has no time there
 */
export const isIssuedSinceRevocation = (issuedAtEpochSeconds: number, user: User): boolean =>
  (issuedAtEpochSeconds + 1) * 1000 > sessionsValidFrom(user) - revocationMarginMs;

/** Whether a session can be redeemed: it is unrevoked, and its user is active and does not have to change the password. */
export function isRedeemable(session: Session, user: User | null): user is User {
  return isUnrevoked(session, user) && accountStateOf(user) === 'active';
}
