/** What a stored password of another system is, and what of it can be used here. */
import { costOf } from '../../../lib/passwords/bcrypt-hash.ts';
import type { PasswordInput } from '../../../lib/passwords/password-input.ts';
import { describeUnusableHash } from '../../rows/unusable-hash.ts';

/** A bcrypt hash that passwords can match, or what it is instead. `format` is for counting. */
export type RecognisedHash =
  | {
      readonly usable: true;
      readonly format: string;
      readonly hash: string;
      /** What bcrypt was fed with, if not with the password as it was typed. */
      readonly passwordInput: PasswordInput | null;
    }
  | { readonly usable: false; readonly format: string };

/** What other systems put before a bcrypt hash: Spring Security, OpenLDAP, Dovecot; Django; WordPress 6.8. */
const prefixes: readonly (readonly [RegExp, PasswordInput | null])[] = [
  [/^\{(bcrypt|CRYPT|BLF-CRYPT)\}(?=\$2)/i, null],
  [/^bcrypt\$(?=\$2)/, null],
  [/^bcrypt_sha256\$(?=\$2)/, 'sha256-hex'],
  [/^\$wp(?=\$2)/, 'wp-hmac-sha384'],
];

const alphabet = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const saltEnd = 28;

/** passlib before 1.6 left bits in the salt's last character that bcrypt ignores. */
function withoutPaddingBits(hash: string): string {
  const value = alphabet.indexOf(hash.charAt(saltEnd));
  return value === -1
    ? hash
    : hash.slice(0, saltEnd) + alphabet.charAt(value & 0b110000) + hash.slice(saltEnd + 1);
}

/** Recognises a stored password that is text. `other` is what it is if its looks do not tell. */
export function recogniseHash(stored: string, other?: string): RecognisedHash {
  const text = stored.trim();
  const prefix = prefixes.find(([pattern]) => pattern.test(text));
  const hash = withoutPaddingBits(prefix === undefined ? text : text.replace(prefix[0], ''));
  const cost = costOf(hash);
  if (cost !== null) {
    const passwordInput = prefix?.[1] ?? null;
    const format = `bcrypt ${hash.slice(0, 4)}, cost ${cost}${passwordInput === null ? '' : ` of ${passwordInput}`}`;
    return { usable: true, format, hash, passwordInput };
  }
  if (text.startsWith('!')) return { usable: false, format: "Django's mark for no usable password" };
  return { usable: false, format: other ?? describeUnusableHash(text).replace(/^it is (an? )?/, '') };
}
