/** An item of the sessions table. Only the function writes these items. */
import type { Username } from '../users/canonical-username.ts';
import type { Session } from './session.ts';
import { expiryOf, type SessionLifetime } from './session-lifetime.ts';

/** The attributes; times in milliseconds since 1970. */
export interface SessionItem {
  readonly token_hash: string;
  readonly id: string;
  readonly user_id: string;
  readonly username: Username;
  readonly session_information: string;
  readonly created_at: number;
  readonly valid_from: number;
  readonly last_used_at: number;
}

/** The session in an item. */
export function sessionOf(item: SessionItem, lifetime: SessionLifetime): Session {
  const times = { createdAtEpochMs: item.created_at, lastUsedAtEpochMs: item.last_used_at };
  return {
    ...times,
    tokenHash: item.token_hash,
    id: item.id,
    userIdKey: item.user_id,
    username: item.username,
    information: item.session_information,
    validFromEpochMs: item.valid_from,
    expiresAtEpochMs: expiryOf(lifetime, times),
  };
}

/** The attribute `expires_at`, in seconds since 1970: the TTL after which DynamoDB removes the item. */
export const ttlOf = (expiresAtEpochMs: number): number => Math.floor(expiresAtEpochMs / 1000);
