/** The attribute that ends all sessions of a user. */
import { validFromRevokingAll } from '../../lib/sessions/session-revocation.ts';
import { canonicalUsername } from '../../lib/users/canonical-username.ts';
import { parseUserItem } from '../../lib/users/user-item.ts';
import type { UserRow } from './row-problems.ts';
import type { Attributes } from './update-as-read.ts';

/** A value that is no time ends nothing, and is replaced too. */
export function endingAllSessions(row: UserRow, nowEpochMs: number): Attributes {
  const user = parseUserItem(canonicalUsername(row.username), row);
  const usable = { ...user, sessionsValidFromEpochMs: user.sessionsValidFromEpochMs ?? 0 };
  return { sessions_valid_from: validFromRevokingAll(usable, nowEpochMs) };
}
