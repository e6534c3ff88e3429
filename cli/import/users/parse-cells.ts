/** Values of a user out of cells: of JSON, where they have types, or of CSV, where all is text. */
import { parseEpochMs } from '../../../lib/epoch-ms.ts';
import {
  canonicalUsername,
  type Username,
  usernameMaxCharacters,
} from '../../../lib/users/canonical-username.ts';
import { type UserId, userIdMaxLength } from '../../../lib/users/user.ts';
import type { Parsed } from './problem.ts';

/** Of which type ids become; null: a number of JSON stays a number, a text stays a text. */
export type IdType = 'number' | 'string' | null;

/** The file is not in UTF-8: what could not be read became this character. */
const replacement = '\uFFFD';
const notUtf8 = { reason: 'is not in UTF-8: export the file in UTF-8' };

/** A name that somebody can type at the sign-in, in canonical form. */
export function parseUsername(cell: unknown): Parsed<Username> {
  if (cell === undefined || cell === null || cell === '') return { reason: 'is empty: a user needs a name' };
  if (typeof cell !== 'string') return { reason: 'is no text: a name has to be one' };
  if (cell.includes(replacement)) return notUtf8;
  const username = canonicalUsername(cell);
  // Only the name that stands for impossible ones is not its own canonical form.
  const isPossible = canonicalUsername(username) === username;
  if (!isPossible || [...cell].length > usernameMaxCharacters) {
    return { reason: `is no name: it has 1 to ${usernameMaxCharacters} characters that can be seen` };
  }
  return { value: username };
}

/** An id; null if there is none. */
export function parseId(cell: unknown, type: IdType): Parsed<UserId | null> {
  if (cell === undefined || cell === null || cell === '') return { value: null };
  if (typeof cell === 'number') {
    if (!Number.isSafeInteger(cell)) {
      return { reason: 'is no whole number below 2^53: export larger ids as text' };
    }
    return { value: type === 'string' ? String(cell) : cell };
  }
  if (typeof cell !== 'string')
    return { reason: 'is neither a number nor text: an id has to be one of them' };
  if (cell.includes(replacement)) return notUtf8;
  if (cell.length > userIdMaxLength || !cell.isWellFormed()) {
    return { reason: `is no id: it has 1 to ${userIdMaxLength} characters` };
  }
  if (type !== 'number') return { value: cell };
  const number = Number(cell);
  const isExact = Number.isSafeInteger(number) && String(number) === cell;
  return isExact
    ? { value: number }
    : { reason: 'is no whole number below 2^53, which --id-type number wants' };
}

const truths = new Map<unknown, boolean>([
  ...[true, 1, '1', 'true', 't', 'yes'].map(value => [value, true] as const),
  ...[false, 0, '0', 'false', 'f', 'no'].map(value => [value, false] as const),
]);

/** A flag as databases write it. A cell that is empty says nothing, so it is no flag. */
export function parseFlag(cell: unknown): Parsed<boolean> {
  const value = truths.get(typeof cell === 'string' ? cell.toLowerCase() : cell);
  return value === undefined ? { reason: 'is no flag: it has to be true or false, or 1 or 0' } : { value };
}

/** A `sessions_valid_from`; null if there is none. */
export function parseValidFrom(cell: unknown): Parsed<number | null> {
  if (cell === undefined || cell === null || cell === '') return { value: null };
  const value = parseEpochMs(typeof cell === 'string' ? Number(cell) : cell);
  return value === null ? { reason: 'is no time in milliseconds since 1970' } : { value };
}
