/**
 * bcrypt at its lowest cost, for tests in which the time of the work does not matter. Its hashes claim a higher cost.
 */
import bcryptjs from 'bcryptjs';
import type { Bcrypt } from '../../lib/passwords/password-hasher.ts';

const leastCost = 4;

const withCost = (hashOrSalt: string, cost: number): string =>
  hashOrSalt.replace(/\$\d\d\$/, `$$${String(cost).padStart(2, '0')}$$`);

/** A hash that claims the given cost. */
export const cheapHash = (password: string, cost: number): string =>
  withCost(bcryptjs.hashSync(password, leastCost), cost);

/** bcrypt for such hashes. `guesses` counts the passwords that were compared, or that cost as much as a comparison. */
export function createCheapBcrypt(): Bcrypt & { guesses(): number } {
  let compared = 0;
  let paid = 0;
  return {
    compare(guess, hash) {
      compared += 1;
      return bcryptjs.compare(guess, withCost(hash, leastCost));
    },
    async hash(text, salt) {
      if (typeof salt !== 'string') return cheapHash(text, salt ?? leastCost);
      paid += 1;
      return bcryptjs.hash(text, withCost(salt, leastCost));
    },
    hashSync(text, salt) {
      if (typeof salt !== 'string') return cheapHash(text, salt ?? leastCost);
      paid += 1;
      return bcryptjs.hashSync(text, withCost(salt, leastCost));
    },
    guesses: () => Math.max(compared, Math.min(paid, 1)),
  };
}
