/** What a stored password is that is no usable bcrypt hash. The sentence holds nothing of it. */
import { costOf, maxCost } from '../../lib/passwords/bcrypt-hash.ts';

/** Formats by how they begin. A bcrypt hash inside of the first ones can be used without what is around it. */
const formats: readonly (readonly [RegExp, string])[] = [
  [/^\{(bcrypt|CRYPT|BLF-CRYPT)\}\$2/i, 'a bcrypt hash with a prefix in braces before it, which has to go'],
  [/^bcrypt\$\$2/, "a bcrypt hash with Django's prefix bcrypt$ before it, which has to go"],
  [/^bcrypt_sha256\$/, "Django's bcrypt_sha256"],
  [/^\$wp\$2/, "WordPress's bcrypt"],
  [/^pbkdf2/i, 'PBKDF2, perhaps of Django'],
  [/^\$?scrypt[:$]/i, 'scrypt'],
  [/^(argon2)?\$argon2/, 'Argon2'],
  [/^\$[PH]\$/, 'phpass, perhaps of WordPress'],
  [/^\$(1|5|6|y|7|apr1)\$/, 'a hash of crypt other than bcrypt'],
  [/^\$2x\$/, 'a $2x$ hash, which old PHP made wrongly'],
  [/^[0-9a-f]{32}$|^[0-9a-f]{40}$|^[0-9a-f]{64}$|^[0-9a-f]{128}$/i, 'a plain MD5 or SHA sum'],
];

const bcryptParts = /^\$2[aby]\$(\d\d)\$/;
const bcryptLength = 60;

/** In words, after "no password can match:". */
export function describeUnusableHash(stored: unknown): string {
  if (typeof stored !== 'string') return 'it is no text';
  if (stored === '') return 'it is empty';
  const bare = stored.trim().replace(/^(["'])(.*)\1$/, '$2');
  if (bare !== stored && costOf(bare) !== null) {
    return 'it is a bcrypt hash with white space or quotes around it, which have to go';
  }
  const format = formats.find(([pattern]) => pattern.test(stored))?.[1];
  if (format !== undefined) return `it is ${format}`;
  const cost = Number(bcryptParts.exec(stored)?.[1]);
  if (Number.isNaN(cost)) return 'it is no bcrypt hash';
  if (cost > maxCost) return `it is a bcrypt hash of a cost over ${maxCost}`;
  if (stored.length !== bcryptLength) {
    return `it is a bcrypt hash of ${stored.length} characters, and not of ${bcryptLength}`;
  }
  return 'it is a bcrypt hash with characters that no bcrypt makes';
}
