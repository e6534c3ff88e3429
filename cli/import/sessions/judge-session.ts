/**
 * Decides whether a row of DatePoll's table `user_tokens` is a session here. The columns: DatepollSystems/DatePoll-Backend-PHP,
 * 2000_01_01_000040_create_user_tokens_table.php. Its tokens have the form of ours, since the contract comes from there,
 * but they lie in its table as they are. Here only their hash is stored.
 */
import { sessionTokenHash } from '../../../lib/sessions/session-token.ts';
import type { Columns } from '../source/source-row.ts';
import type { Problem } from '../users/problem.ts';

/** The longest label, in characters, and the label of a session without one: docs/signin.md, "session_information". */
const labelMaxCharacters = 190;
const noLabel = 'unknown';

/** The purpose of a token that keeps somebody signed in. Others are for the calendar, for example. */
const sessionPurpose = 'stayLoggedIn';

/** A session, but for its user's name. */
export interface ImportedSession {
  readonly tokenHash: string;
  /** The user's id as text, since a number of CSV is text too. */
  readonly userId: string;
  readonly label: string;
}

/** A session, or why the row is none; null for a token with another purpose. */
export function judgeSession(
  columns: Columns,
): { readonly session: ImportedSession } | { readonly problem: Problem } | null {
  const { token, user_id, purpose, description } = columns;
  if (purpose !== undefined && purpose !== sessionPurpose) return null;
  const tokenHash = typeof token === 'string' ? sessionTokenHash(token) : null;
  if (tokenHash === null) {
    return { problem: { column: 'token', reason: 'is no session token: those are 64 letters and digits' } };
  }
  if ((typeof user_id !== 'string' && typeof user_id !== 'number') || user_id === '') {
    return { problem: { column: 'user_id', reason: 'is empty: a session needs a user' } };
  }
  const text = typeof description === 'string' && description !== '' ? description : noLabel;
  const label = [...text.toWellFormed()].slice(0, labelMaxCharacters).join('');
  return { session: { tokenHash, userId: String(user_id), label } };
}
