/** Why nobody can sign in with a row of the users table, or not as it was meant. */
import { type UnusableReason, unusableReasonOf } from '../../lib/passwords/unusable-password.ts';
import { canonicalUsername } from '../../lib/users/canonical-username.ts';
import type { User } from '../../lib/users/user.ts';
import { parseUserItem } from '../../lib/users/user-item.ts';
import { describeUnusableHash } from './unusable-hash.ts';

/** An item as it is stored. */
export type UserRow = Readonly<Record<string, unknown>> & { readonly username: string };

/** What is wrong, for programs and for people. */
export interface RowProblem {
  readonly problem:
    | 'name_not_canonical'
    | 'no_id'
    | 'bad_id'
    | 'shared_id'
    | 'no_password'
    | UnusableReason
    | 'bad_activated'
    | 'bad_force_password_change'
    | 'bad_sessions_valid_from';
  /** Without the name, and without any value of the row that may be secret. */
  readonly message: string;
}

function nameProblems({ username }: UserRow): RowProblem[] {
  const canonical = canonicalUsername(username);
  if (canonical === username) return [];
  return [
    {
      problem: 'name_not_canonical',
      message: `signing in looks for ${JSON.stringify(canonical)}: rename it with --exact`,
    },
  ];
}

function idProblems({ id }: UserRow, hasTooLargeId: boolean): RowProblem[] {
  if (id === undefined) return [{ problem: 'no_id', message: 'has no id' }];
  const message = hasTooLargeId
    ? 'the id is a number of 2^53 or more, which has to be a string'
    : 'the id is neither a whole number nor a string of 1 to 500 characters';
  return [{ problem: 'bad_id', message }];
}

function flagProblems({ activated, force_password_change }: UserRow): RowProblem[] {
  const problems: RowProblem[] = [];
  if (typeof activated !== 'boolean') {
    const state = activated === undefined ? 'is missing' : 'is no boolean';
    problems.push({ problem: 'bad_activated', message: `activated ${state}, which counts as not activated` });
  }
  if (force_password_change !== undefined && typeof force_password_change !== 'boolean') {
    problems.push({
      problem: 'bad_force_password_change',
      message: 'force_password_change is no boolean, which counts as true',
    });
  }
  return problems;
}

function passwordProblems(row: UserRow, { password, id }: User): RowProblem[] {
  if (password === null) return [{ problem: 'no_password', message: 'has no password' }];
  const problem = unusableReasonOf(password, id);
  if (problem === null) return [];
  const reason =
    problem === 'unusable_hash'
      ? describeUnusableHash(row['password'])
      : 'the password_input is none that is known, or needs a usable id';
  return [{ problem, message: `no password can match: ${reason}` }];
}

/** All that is wrong with a row by itself; `check` adds ids that two names share. */
export function problemsOfRow(row: UserRow): RowProblem[] {
  const user = parseUserItem(canonicalUsername(row.username), row);
  const badTime: RowProblem = {
    problem: 'bad_sessions_valid_from',
    message: 'sessions_valid_from is no time in milliseconds since 1970: end its sessions anew',
  };
  return [
    ...nameProblems(row),
    ...(user.id === null ? idProblems(row, user.hasTooLargeId) : []),
    ...passwordProblems(row, user),
    ...flagProblems(row),
    ...(user.sessionsValidFromEpochMs === null ? [badTime] : []),
  ];
}
