/** An item of the users table. Operators write these items, so every attribute is checked. */
import type { Username } from './canonical-username.ts';
import type { User, UserId } from './user.ts';

/** A key of the sessions table's index holds 2048 bytes; no real id comes near. */
const idMaxLength = 500;

const parseId = (id: unknown): UserId | null => {
  if (typeof id === 'string' && id !== '' && id.length <= idMaxLength) return id;
  if (typeof id === 'number' && Number.isSafeInteger(id)) return id;
  return null;
};

const parseTime = (value: unknown): number | null => {
  if (value === undefined) return 0;
  const epochMs = typeof value === 'number' ? Math.ceil(value) : -1;
  // The next millisecond has to be safe too, because revoking all sessions adds one.
  return Number.isSafeInteger(epochMs + 1) && epochMs >= 0 ? epochMs : null;
};

/** The user in an item. */
export function parseUserItem(username: Username, item: Readonly<Record<string, unknown>>): User {
  const { id, password, activated, force_password_change, sessions_valid_from } = item;
  return {
    username,
    id: parseId(id),
    passwordHash: typeof password === 'string' ? password : null,
    // Both fail closed: only `true` activates, and only `false` or a missing attribute keeps the password.
    activated: activated === true,
    mustChangePassword: force_password_change !== undefined && force_password_change !== false,
    sessionsValidFromEpochMs: parseTime(sessions_valid_from),
  };
}
