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

/** What the maximum of sessions needs to know of one: the key of its item, and when it was used. */
export type SessionUse = Pick<
  Session,
  'tokenHash' | 'createdAtEpochMs' | 'lastUsedAtEpochMs' | 'expiresAtEpochMs'
>;

/** The attributes that it is in: without labels and names. */
export const useAttributes = 'token_hash, created_at, last_used_at';

/** The use of the session in an item; null if an attribute is missing, has another type, or is a time in another unit. */
export function parseSessionUse(
  { token_hash: tokenHash, ...attributes }: Readonly<Record<string, unknown>>,
  lifetime: SessionLifetime,
): SessionUse | null {
  const createdAtEpochMs = parseEpochMs(attributes['created_at']);
  const lastUsedAtEpochMs = parseEpochMs(attributes['last_used_at']);
  if (typeof tokenHash !== 'string' || createdAtEpochMs === null || lastUsedAtEpochMs === null) return null;
  const times = { createdAtEpochMs, lastUsedAtEpochMs };
  return { tokenHash, ...times, expiresAtEpochMs: expiryOf(lifetime, times) };
}

const texts = ['id', 'user_id', 'username', 'session_information'] as const;

/** The session in an item; null as above. */
export function parseSessionItem(
  attributes: Readonly<Record<string, unknown>>,
  lifetime: SessionLifetime,
): Session | null {
  const use = parseSessionUse(attributes, lifetime);
  if (use === null || !texts.every(name => typeof attributes[name] === 'string')) return null;
  // Its texts have just been checked; its times are those of `use`.
  const item = attributes as unknown as SessionItem;
  // Without a usable one, the session is that of no `sessions_valid_from`, and its age decides.
  const validFromEpochMs = parseEpochMs(item.valid_from) ?? 0;
  return { ...sessionOf(item, lifetime), validFromEpochMs, ...use };
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
