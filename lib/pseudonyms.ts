/** Names that show neither a user nor an address: what the attempts table and the log have in their place. */
import { createHmac } from 'node:crypto';

/** The pseudonym of a text: 43 characters, the same as long as the key is. */
export type Pseudonym = (text: string) => string;

/** Keyed hashes (HMAC-SHA-256): without the key nobody can try names until one fits. */
export function createPseudonyms(key: Uint8Array): Pseudonym {
  return text => createHmac('sha256', key).update(text).digest('base64url');
}
