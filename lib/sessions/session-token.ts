/** Session tokens, and the hash that the table stores in their place. */
import { createHash, randomInt } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const length = 64;
const tokenPattern = new RegExp(`^[${alphabet}]{${length}}$`);

const hashOf = (sessionToken: string): string => createHash('sha256').update(sessionToken).digest('hex');

/** A new token: 64 characters out of 62, which is 381 bits. `randomInt` has no bias. */
export function newSessionToken(): { readonly token: string; readonly tokenHash: string } {
  const token = Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
  return { token, tokenHash: hashOf(token) };
}

/** The SHA-256 of a token, so that nobody can sign in with a leaked table; null for what cannot be a token. */
export function sessionTokenHash(sessionToken: string): string | null {
  return tokenPattern.test(sessionToken) ? hashOf(sessionToken) : null;
}
