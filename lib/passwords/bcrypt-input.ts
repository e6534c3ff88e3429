/** From a typed password to what bcrypt is fed with, so that bcrypt mixes no two passwords up. */
import { createHash, createHmac } from 'node:crypto';
import type { UserId } from '../users/user.ts';
import { isPasswordInput, type PasswordInput } from './password-input.ts';

/** Bytes of UTF-8. The longest passphrase that anybody types is far below, and a body has at most 8 KiB. */
export const passwordMaxBytes = 1024;

/** bcrypt ignores all bytes after these, so a longer password would match its own beginning. */
const bcryptMaxBytes = 72;

/**
 * Whether a password can be told from every other one. bcrypt treats NUL as an end (`pw` and `pw\0pw` have the same
 * hash). A lone surrogate has no UTF-8, so that all of them would be one password.
 */
export function isHashable(password: string): boolean {
  return (
    Buffer.byteLength(password) <= passwordMaxBytes && !password.includes('\0') && password.isWellFormed()
  );
}

/**
 * The `password_input` of a new hash of this password. A password that bcrypt reads as a whole is hashed as typed, and
 * such a hash can be taken to another system.
 */
export function newPasswordInput(password: string): 'sha384' | null {
  return Buffer.byteLength(password) > bcryptMaxBytes ? 'sha384' : null;
}

/** PHP's `addslashes`. There is no NUL to escape. */
const withSlashes = (text: string): string => text.replace(/['"\\]/g, '\\$&');

/** PHP's `trim`, which knows fewer kinds of white space than JavaScript's. */
const trimmedByPhp = (text: string): string => text.replace(/^[ \t\n\r\v]+|[ \t\n\r\v]+$/g, '');

/**
 * What bcrypt is fed with, by `password_input`. The digests are text of at most 72 bytes without NUL: 48 bytes of SHA-384
 * are 64 characters of base64. Base64 of SHA-512 would be too long.
 */
const inputs: Record<PasswordInput, (password: string, id: UserId | null) => string | null> = {
  // bcrypt ignores the bytes after the 72nd, as it did when PHP made the hash.
  'password+id': (password, id) => (id === null ? null : `${password}${id}`),

  'sha256-hex': password => createHash('sha256').update(password).digest('hex'),

  // wp_hash_password of WordPress 6.8: base64_encode( hash_hmac( 'sha384', trim( $password ), 'wp-sha384', true ) ).
  // WordPress adds slashes to all that a form sends (wp_magic_quotes), and leaves them in passwords (wp_signon).
  'wp-hmac-sha384': password =>
    createHmac('sha384', 'wp-sha384')
      .update(trimmedByPhp(withSlashes(password)))
      .digest('base64'),

  sha384: password => createHash('sha384').update(password).digest('base64'),
};

/**
 * What bcrypt is fed with for a typed password, given `password_input` and the id of the user; null if no such hash can
 * be one of this password. A password over 72 bytes never matches a hash of passwords as typed, because bcrypt would cut
 * it.
 */
export function bcryptInput(
  password: string,
  passwordInput: string | null,
  id: UserId | null,
): string | null {
  if (!isHashable(password)) return null;
  if (passwordInput === null) return newPasswordInput(password) === null ? password : null;
  return isPasswordInput(passwordInput) ? inputs[passwordInput](password, id) : null;
}
