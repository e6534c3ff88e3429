/** An item of the sessions table. The function writes these items, but an operator may have imported or mended some. */
import { parseEpochMs } from '../epoch-ms.ts';
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

const texts = ['token_hash', 'id', 'user_id', 'username', 'session_information'] as const;

/** The session in an item; null if an attribute is missing, has another type, or is a time in another unit. */
export function parseSessionItem(
  attributes: Readonly<Record<string, unknown>>,
  lifetime: SessionLifetime,
): Session | null {
  const hasTexts = texts.every(name => typeof attributes[name] === 'string');
  const created_at = parseEpochMs(attributes['created_at']);
  const last_used_at = parseEpochMs(attributes['last_used_at']);
  // Without a usable one, the session is that of no `sessions_valid_from`, and its age decides.
  const valid_from = parseEpochMs(attributes['valid_from']) ?? 0;
  if (!hasTexts || created_at === null || last_used_at === null) return null;
  // All attributes have just been checked.
  return sessionOf(
    { ...(attributes as unknown as SessionItem), created_at, last_used_at, valid_from },
    lifetime,
  );
}

/** The session that an item describes. */
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
