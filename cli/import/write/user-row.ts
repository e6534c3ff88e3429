/** The row of the users table that an imported user becomes, and how it compares with one that is there. */
import { parseEpochMs } from '../../../lib/epoch-ms.ts';
import { validFromRevokingAll } from '../../../lib/sessions/session-revocation.ts';
import { canonicalUsername, type Username } from '../../../lib/users/canonical-username.ts';
import type { UserId } from '../../../lib/users/user.ts';
import { parseUserItem } from '../../../lib/users/user-item.ts';
import type { UserRow } from '../../rows/row-problems.ts';
import type { ImportedUser } from '../users/imported-user.ts';

/** What was made for a user who came without it. */
export interface Minted {
  readonly id?: string;
  readonly password?: string;
  readonly passwordHash?: string;
}

/** A row with all that a user needs to sign in. */
export type CompleteRow = UserRow & {
  readonly username: Username;
  readonly id: UserId;
  readonly password: string;
  readonly activated: boolean;
  readonly force_password_change: boolean;
};

/** A user to write. */
export interface UserToWrite {
  readonly row: CompleteRow;
  /** The file has no id for the user, so a user who is there keeps theirs. */
  readonly isIdMade: boolean;
}

/** The attributes that an import writes. Others of a row that is replaced stay. */
const ownAttributes = ['id', 'password', 'password_input', 'activated', 'force_password_change'] as const;

const isOwn = (name: string): boolean => ownAttributes.some(own => own === name);

const pick = (row: UserRow, isWanted: (name: string) => boolean): Record<string, unknown> =>
  Object.fromEntries(Object.entries(row).filter(([name]) => isWanted(name)));

/** The row of a user. */
export function rowOf(user: ImportedUser, minted: Minted): CompleteRow {
  const { username, activated, force_password_change, password_input, sessions_valid_from } = user;
  const id = user.id ?? minted.id;
  const password = user.password ?? minted.passwordHash;
  if (id === undefined || password === undefined) throw new Error('An id or a password was not made');
  return {
    username,
    id,
    password,
    activated,
    force_password_change,
    ...(password_input !== null && { password_input }),
    ...(sessions_valid_from !== null && { sessions_valid_from }),
  };
}

/** The id of a row; null if nobody can sign in with it. */
export const idOf = (row: UserRow): UserId | null => parseUserItem(canonicalUsername(row.username), row).id;

/** A text that is the same for rows that say the same, but for the id. Ended sessions and the like do not count. */
export const contentOf = (row: UserRow): string =>
  JSON.stringify({ force_password_change: false, ...pick(row, isOwn), id: null }, [...ownAttributes]);

/** The row that a user becomes where another one is. */
export function rowBeside(there: UserRow, { row, isIdMade }: UserToWrite): CompleteRow {
  const id = isIdMade ? idOf(there) : null;
  return id === null ? row : { ...row, id };
}

/** Whether a row that is there says the same. It may have ended sessions since. */
export function saysTheSame(there: UserRow, row: CompleteRow): boolean {
  const validFrom = (item: UserRow) => parseEpochMs(item['sessions_valid_from'] ?? 0);
  const hasSameContent = there['id'] === row.id && contentOf(there) === contentOf(row);
  return hasSameContent && (validFrom(there) ?? -1) >= (validFrom(row) ?? 0);
}

/** Whether a row would take the id from somebody who can sign in with it. */
export function changesId(there: UserRow, row: CompleteRow): boolean {
  const id = idOf(there);
  return id !== null && id !== row.id;
}

/** The row that replaces another one. With another password or id, the sessions of the old one end. */
export function replacementOf(there: UserRow, row: CompleteRow, nowEpochMs: number): CompleteRow {
  const kept = pick(there, name => !isOwn(name));
  const before = Math.max(...[there, row].map(item => parseEpochMs(item['sessions_valid_from'] ?? 0) ?? 0));
  const user = { ...parseUserItem(row.username, row), sessionsValidFromEpochMs: before };
  const endsSessions = there['password'] !== row.password || changesId(there, row);
  const sessions_valid_from = endsSessions ? validFromRevokingAll(user, nowEpochMs) : before;
  return { ...kept, ...row, ...(sessions_valid_from > 0 && { sessions_valid_from }) };
}
