/** Pseudonyms replace usernames and addresses in the attempts table and, with another key, in the log. */
import { createHmac } from 'node:crypto';

/** The pseudonym of a text: 43 characters, the same for the same text as long as the key is the same. */
export type Pseudonymize = (text: string) => string;

/** Pseudonyms are keyed hashes (HMAC-SHA-256): without the key nobody can try names until one matches. */
export function createPseudonymize(key: Uint8Array): Pseudonymize {
  return text => createHmac('sha256', key).update(text).digest('base64url');
}
