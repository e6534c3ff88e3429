/**
 * Hashes and verifies passwords with bcrypt. Every wrong answer costs the same work, whatever is wrong; so the duration
 * of an answer does not tell an unknown name from a wrong password, or an old account from a new one.
 */
import bcryptjs from 'bcryptjs';
import type { StoredPassword, UserId } from '../users/user.ts';
import { costOf, currentPrefix } from './bcrypt-hash.ts';
import { bcryptInput, newPasswordInput, passwordMaxBytes } from './bcrypt-input.ts';
import { isForeignInput } from './password-input.ts';

/** The part of bcryptjs that is used. A test counts its work. */
export type Bcrypt = Pick<typeof bcryptjs, 'compare' | 'hash' | 'hashSync'>;

/** The result of a verification. `outdated`: the password matches, but it would be stored in another way now. */
export type PasswordVerdict =
  | { readonly matches: false }
  | { readonly matches: true; readonly outdated: boolean };

/** Verifies and hashes passwords. */
export interface PasswordHasher {
  /** Null: nothing is stored. The id is that of the user, since some systems hashed it along. */
  verify(password: string, stored: StoredPassword | null, id: UserId | null): Promise<PasswordVerdict>;

  /** @throws {RangeError} if another password would have the same hash; the policy for new passwords refuses those */
  hash(password: string): Promise<StoredPassword>;
}

/** The salt of hashes whose result is thrown away. */
const dummySalt = '......................';

/**
 * From this cost on, bcryptjs's promise is awaited. Below it, a call takes less than the 100 ms after which bcryptjs
 * yields to others, so a promise would only make it slower, and topping up makes up to six such calls.
 */
const minAsyncCost = 10;

/**
 * A password hasher with a cost of 10 to 15 for new hashes and for every wrong answer. A stored hash of a higher cost
 * takes longer, until its owner signs in and it is replaced.
 */
export function createPasswordHasher(cost: number, bcrypt: Bcrypt = bcryptjs): PasswordHasher {
  const payForHash = async (atCost: number): Promise<void> => {
    const salt = `${currentPrefix}${String(atCost).padStart(2, '0')}$${dummySalt}`;
    if (atCost < minAsyncCost) bcrypt.hashSync('', salt);
    else await bcrypt.hash('', salt);
  };

  return {
    async verify(password, stored, id) {
      const storedCost = costOf(stored?.hash ?? null);
      const input = stored === null ? null : bcryptInput(password, stored.input, id);
      if (stored === null || storedCost === null || input === null) {
        await payForHash(cost);
        return { matches: false };
      }
      if (await bcrypt.compare(input, stored.hash)) {
        const isCurrent =
          storedCost === cost && stored.hash.startsWith(currentPrefix) && !isForeignInput(stored.input);
        return { matches: true, outdated: !isCurrent };
      }
      // 2^c + (2^c + 2^(c+1) + … + 2^(C-1)) = 2^C: tops a cheap hash up to the cost of a wrong answer.
      for (let missing = storedCost; missing < cost; missing++) {
        await payForHash(missing);
      }
      return { matches: false };
    },

    async hash(password) {
      const passwordInput = newPasswordInput(password);
      const input = bcryptInput(password, passwordInput, null);
      if (input === null) {
        throw new RangeError(
          `a password to hash has to be ${passwordMaxBytes} bytes or less, without NUL, and well-formed`,
        );
      }
      return { hash: await bcrypt.hash(input, cost), input: passwordInput };
    },
  };
}
