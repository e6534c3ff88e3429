/** A user, and the two values of a user that only the operator can fix if they are wrong. */
import { OperatorError } from '../operator-error.ts';
import type { Username } from './canonical-username.ts';

/** A user's id as it is stored: a number that JSON carries exactly, or a string. */
export type UserId = number | string;

/** A key of the sessions table's index holds 2048 bytes; no real id comes near. */
export const userIdMaxLength = 500;

/** A password as it is stored; `lib/passwords/` knows what the two values mean. */
export interface StoredPassword {
  /** A value that is no string becomes the empty string, which is an unusable hash. */
  readonly hash: string;
  /** The attribute `password_input`. Null: the item has none. A value that is no string becomes the empty string. */
  readonly input: string | null;
}

/** A user. A value of the item that cannot be used is null, and then nobody gets in with it. */
export interface User {
  readonly username: Username;
  readonly id: UserId | null;
  /** The id is a number that JavaScript cannot carry exactly. */
  readonly hasTooLargeId: boolean;
  /** Null if the item has none. */
  readonly password: StoredPassword | null;
  readonly activated: boolean;
  readonly mustChangePassword: boolean;
  /** Sessions that started before this time are revoked; null if the item has something else than a time. */
  readonly sessionsValidFromEpochMs: number | null;
}

/**
 * The subject of a user's access tokens.
 * @throws {OperatorError} if the user has no usable id
 */
export function subjectOf({ id, hasTooLargeId }: User): UserId {
  if (id !== null) return id;
  throw new OperatorError(
    hasTooLargeId
      ? 'The user has no usable id: a number has to be below 2^53; a larger one has to be stored as a string'
      : 'The user has no usable id: it has to be a whole number or a string',
  );
}

/**
 * The time from which on the user's sessions are valid, in milliseconds since 1970.
 * @throws {OperatorError} if the item has something else than a time
 */
export function sessionsValidFrom({ sessionsValidFromEpochMs }: User): number {
  if (sessionsValidFromEpochMs === null) {
    throw new OperatorError(
      'The user has a sessions_valid_from that is no number of milliseconds since 1970',
    );
  }
  return sessionsValidFromEpochMs;
}
