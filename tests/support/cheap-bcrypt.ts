/** bcrypt at its least cost, for tests in which the time of the work does not matter: hashes say a cost that they lack. */
import bcryptjs from 'bcryptjs';
import type { Bcrypt } from '../../lib/passwords/password-hasher.ts';

const leastCost = 4;

const withCost = (hashOrSalt: string, cost: number): string =>
  hashOrSalt.replace(/\$\d\d\$/, `$$${String(cost).padStart(2, '0')}$$`);

/** A hash that says the given cost. */
export const cheapHash = (password: string, cost: number): string =>
  withCost(bcryptjs.hashSync(password, leastCost), cost);

/** What opens such hashes; it counts the guesses that were compared, or paid for like compared ones, up to one. */
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
