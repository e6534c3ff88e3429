/** The format of a stored bcrypt hash. */

/** New hashes have it. `$2a$`, `$2b$` (Python, Go, Ruby) and `$2y$` (PHP) are names of the same algorithm. */
export const currentPrefix = '$2b$';

/**
 * A salt of 22 characters has 4 bits more than 16 bytes, and a digest of 31 characters has 2 bits more than 23 bytes.
 * bcrypt leaves them 0. A hash with others can never match, because bcryptjs compares it as text with one that it made.
 */
const salt = '[./A-Za-z0-9]{21}[.Oeu]';
const digest = '[./A-Za-z0-9]{30}[.CGKOSWaeimquy26]';

/** The lowest cost that bcrypt has. */
const minCost = 4;

/** A higher cost is not supported: a hash in the database must not be able to stall the function. */
export const maxCost = 15;

const bcryptHashPattern = new RegExp(`^\\$2[aby]\\$(\\d\\d)\\$${salt}${digest}$`);

/** The cost (a base-2 logarithm, 4 to 15) of a bcrypt hash; null if there is no hash, or none that is supported. */
export function costOf(storedHash: string | null): number | null {
  const cost = Number(bcryptHashPattern.exec(storedHash ?? '')?.[1]);
  return cost >= minCost && cost <= maxCost ? cost : null;
}
