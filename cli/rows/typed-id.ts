/** The id of a user as it was typed. A number is stored as a number or as a string, so somebody has to say which. */
import { type UserId, userIdMaxLength } from '../../lib/users/user.ts';
import { UsageError } from '../usage-error.ts';

const looksLikeNumber = /^[+-]?\d+(\.\d*)?$/;

/**
 * The id; null if none was typed. A text that does not look like a number is a string.
 * @throws {UsageError} if the text can be both and no type was typed, or is not of its type
 */
export function typedId(text: string | undefined, type: string | undefined): UserId | null {
  if (text === undefined) {
    if (type !== undefined) throw new UsageError('--id-type needs --id.');
    return null;
  }
  if (type === 'number') return parseNumber(text);
  if (type !== undefined && type !== 'string') throw new UsageError('--id-type is number or string.');
  if (type === undefined && looksLikeNumber.test(text)) {
    throw new UsageError(
      'An id that looks like a number can be a number or a string: add --id-type number if other systems know it as a number, or else --id-type string (many verifiers of tokens refuse a number). An id that another user has as the other type is taken too.',
    );
  }
  if (text === '' || text.length > userIdMaxLength || !text.isWellFormed()) {
    throw new UsageError(`An id has 1 to ${userIdMaxLength} characters.`);
  }
  return text;
}

function parseNumber(text: string): number {
  const number = Number(text);
  if (/^-?\d+$/.test(text) && Number.isSafeInteger(number) && String(number) === text) return number;
  throw new UsageError('An id of the type number is a whole number below 2^53, such as 33.');
}
