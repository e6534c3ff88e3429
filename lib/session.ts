/** What a session is, and when it still is one. */
import type { Username } from './usernames.ts';
import { sessionsValidFrom, type User, type UserId } from './users.ts';

/** A session; times in milliseconds since 1970. `id` is public, and cannot be turned into the token. */
export interface Session {
  readonly tokenHash: string;
  readonly id: string;
  readonly userIdKey: string;
  readonly username: Username;
  readonly information: string;
  readonly createdAtEpochMs: number;
  /** The user's `sessions_valid_from` that whoever opened it knew. */
  readonly validFromEpochMs: number;
  readonly lastUsedAtEpochMs: number;
  readonly expiresAtEpochMs: number;
}

/** An id as text that tells 33 from "33": a key of an index has one type. */
export const userIdKeyOf = (id: UserId): string => (typeof id === 'number' ? `n:${id}` : `s:${id}`);

/** Whether a session is not over; DynamoDB removes its row days later. */
export const isAlive = (session: Session, nowEpochMs: number): boolean =>
  nowEpochMs < session.expiresAtEpochMs;

/**
 * Older sessions end by a time that is so long after now: longer than it can take until that is written, and clocks
 * differ. A session begins before its user is read; so none that begins survives, unless its user was read afterwards.
 * Until it is written 3 s of database can pass, and one comparison, which stays below the rest up to a cost of 14.
 */
const marginMs = 5000;

/**
 * The `sessions_valid_from` that ends all sessions that do not know of it.
 * @throws {OperatorError} if the user's row has no time there
 */
export const validFromThatEndsAll = (user: User, nowEpochMs: number): number =>
  Math.max(nowEpochMs + marginMs, sessionsValidFrom(user) + 1);

/**
 * Whether a session still is one of its user: who was removed, or added anew with another id, has none. Nor has anybody
 * one that started before `sessions_valid_from`, unless it knows of that: the time is a little ahead, and who signs in
 * after it was written starts before it.
 */
export function isKept(session: Session, user: User | null): user is User {
  if (user === null || user.id === null) return false;
  const isTheirs = session.userIdKey === userIdKeyOf(user.id);
  const validFromEpochMs = sessionsValidFrom(user);
  const isValid =
    session.createdAtEpochMs >= validFromEpochMs || session.validFromEpochMs === validFromEpochMs;
  return isTheirs && isValid;
}

/** Whether a session can be redeemed: it is kept, and its user is neither deactivated nor told to change the password. */
export function isHonoured(session: Session, user: User | null): user is User {
  return isKept(session, user) && user.activated && !user.mustChangePassword;
}
