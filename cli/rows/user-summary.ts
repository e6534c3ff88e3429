/** A row of the users table as it is shown: never the hash. */
import { costOf } from '../../lib/passwords/bcrypt-hash.ts';
import { unusableReasonOf } from '../../lib/passwords/unusable-password.ts';
import { type AccountState, accountStateOf } from '../../lib/users/account-state.ts';
import { canonicalUsername } from '../../lib/users/canonical-username.ts';
import type { User } from '../../lib/users/user.ts';
import { parseUserItem } from '../../lib/users/user-item.ts';
import { problemsOfRow, type RowProblem, type UserRow } from './row-problems.ts';

/** What `--json` prints of a user. */
export interface UserSummary {
  readonly username: string;
  /** A number or a string; null if the row has neither. */
  readonly id: unknown;
  readonly state: AccountState;
  readonly password: string;
  /** RFC 3339; null if no sessions were ever ended. */
  readonly sessions_valid_from: string | null;
  readonly problems: readonly RowProblem[];
}

function describePassword({ password, id }: User): string {
  if (password === null) return 'none';
  if (unusableReasonOf(password, id) !== null) return 'unusable';
  const input = password.input === null ? '' : `, fed with ${password.input}`;
  return `bcrypt, cost ${costOf(password.hash)}${input}`;
}

/** The summary of a row. */
export function summaryOf(row: UserRow): UserSummary {
  const user = parseUserItem(canonicalUsername(row.username), row);
  const validFrom = user.sessionsValidFromEpochMs;
  return {
    username: row.username,
    id: user.id,
    state: accountStateOf(user),
    password: describePassword(user),
    sessions_valid_from: validFrom === null || validFrom === 0 ? null : new Date(validFrom).toISOString(),
    problems: problemsOfRow(row),
  };
}

/** An id that shows its type: `33 (a number)`, `"33" (a string)`. */
export const describeId = (id: unknown): string =>
  typeof id === 'number' ? `${id} (a number)` : `${JSON.stringify(id)} (a string)`;

/** The summary in lines for people. */
export function summaryLines(summary: UserSummary): string[] {
  return [
    `name      ${summary.username}`,
    `id        ${summary.id === null ? 'none that can be used' : describeId(summary.id)}`,
    `state     ${summary.state}`,
    `password  ${summary.password}`,
    `sessions  ${summary.sessions_valid_from === null ? 'never ended all at once' : `those that began before ${summary.sessions_valid_from} have ended`}`,
    ...summary.problems.map(({ message }) => `problem   ${message}`),
  ];
}
