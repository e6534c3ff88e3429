/** An item of the users table. Operators write these items, so every attribute is checked. */
import { parseEpochMs } from '../epoch-ms.ts';
import type { Username } from './canonical-username.ts';
import { parsePasswordAttributes } from './password-attributes.ts';
import { type User, type UserId, userIdMaxLength } from './user.ts';

const parseId = (id: unknown): UserId | null => {
  if (typeof id === 'string' && id !== '' && id.length <= userIdMaxLength) return id;
  if (typeof id === 'number' && Number.isSafeInteger(id)) return id;
  return null;
};

const isTooLarge = (id: unknown): boolean =>
  typeof id === 'number' && Number.isInteger(id) && !Number.isSafeInteger(id);

/**
 * The user in an item.
 * @param validFromEpochMs the time before which the sessions of all users are revoked
 */
export function parseUserItem(
  username: Username,
  item: Readonly<Record<string, unknown>>,
  validFromEpochMs = 0,
): User {
  const { id, activated, force_password_change, sessions_valid_from } = item;
  const ownValidFromEpochMs = sessions_valid_from === undefined ? 0 : parseEpochMs(sessions_valid_from);
  return {
    username,
    id: parseId(id),
    hasTooLargeId: isTooLarge(id),
    password: parsePasswordAttributes(item),
    // Both fail closed: only `true` activates, and only `false` or a missing attribute keeps the password.
    activated: activated === true,
    mustChangePassword: force_password_change !== undefined && force_password_change !== false,
    sessionsValidFromEpochMs:
      ownValidFromEpochMs === null ? null : Math.max(ownValidFromEpochMs, validFromEpochMs),
  };
}
