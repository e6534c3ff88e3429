/** A session: what `stay_logged_in` creates. */
import type { Username } from '../users/canonical-username.ts';
import type { UserId } from '../users/user.ts';

/** A session; times in milliseconds since 1970. `id` is public, and cannot be turned into the token. */
export interface Session {
  readonly tokenHash: string;
  readonly id: string;
  readonly userIdKey: string;
  readonly username: Username;
  /** The label. */
  readonly information: string;
  readonly createdAtEpochMs: number;
  /** The user's `sessions_valid_from` as the sign-in read it. */
  readonly validFromEpochMs: number;
  readonly lastUsedAtEpochMs: number;
  readonly expiresAtEpochMs: number;
}

/** A user id as text that tells 33 from "33", because a key of an index has one type. */
export const userIdKeyOf = (id: UserId): string => (typeof id === 'number' ? `n:${id}` : `s:${id}`);
