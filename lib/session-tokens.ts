/** Session tokens: how they are made, what one looks like, and the hash that the table has in its place. */
import { createHash, randomInt } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const length = 64;
const shape = /^[A-Za-z0-9]{64}$/;

const hashOf = (sessionToken: string): string => createHash('sha256').update(sessionToken).digest('hex');

/** A session token: 64 characters out of 62, 381 bits, without bias since `randomInt` rejects what would cause one. */
export function newSessionToken(): { readonly token: string; readonly tokenHash: string } {
  const token = Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
  return { token, tokenHash: hashOf(token) };
}

/** The key of a session, so that a table that leaks signs nobody in; null for what cannot be a session token. */
export function sessionTokenHash(sessionToken: string): string | null {
  return shape.test(sessionToken) ? hashOf(sessionToken) : null;
}
