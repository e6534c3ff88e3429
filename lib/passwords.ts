/**
 * Password hashes: the only user of bcrypt. Every wrong answer, whatever makes it wrong, costs the same work; so the
 * time of an answer does not tell an unknown name from a wrong password, or an old account from a new one.
 */
import bcryptjs from 'bcryptjs';

/** Bytes of UTF-8. bcrypt reads 72 and ignores the rest: a longer password would match its own beginning. */
export const passwordMaxBytes = 72;

/** `$2a$`, `$2b$` (Python, Go, Ruby, this project) and `$2y$` (PHP) name one algorithm. */
const bcryptHash = /^\$2[aby]\$(0[4-9]|1[0-5])\$[./A-Za-z0-9]{53}$/;

/** The salt of work whose result nobody looks at. */
const idleSalt = '......................';

/**
 * Below this cost, a call takes less than the 100 ms after which bcryptjs lets others have a turn. To wait for its
 * promise would only add to its time, and topping up takes six of them.
 */
const costWithTurns = 10;

/** The work itself; a test counts it. */
export type Bcrypt = Pick<typeof bcryptjs, 'compare' | 'hash' | 'hashSync'>;

/** What a comparison found. `outdated`: the hash is right, but of another cost or prefix than new ones. */
export type PasswordVerdict =
  | { readonly matches: false }
  | { readonly matches: true; readonly outdated: boolean };

/** Compares and makes password hashes. */
export interface Passwords {
  verify(password: string, storedHash: string | null): Promise<PasswordVerdict>;
  hash(password: string): Promise<string>;
}

/**
 * Whether bcrypt can tell this password from every other one. It ends at 72 bytes and starts over after a NUL
 * (`pw` and `pw\0pw` hash alike); a lone surrogate has no UTF-8, so that all of them would be one password.
 */
export function canBeHashed(password: string): boolean {
  return (
    Buffer.byteLength(password) <= passwordMaxBytes && !password.includes('\0') && password.isWellFormed()
  );
}

/**
 * The cost (a base-2 logarithm, 4 to 15) of a bcrypt hash; null where there is none, or one that is broken, of another
 * kind, or dearer than 15: a hash in the database must not be able to stall the function.
 */
function costOf(storedHash: string | null): number | null {
  const cost = bcryptHash.exec(storedHash ?? '')?.[1];
  return cost === undefined ? null : Number(cost);
}

/**
 * Passwords at a cost of 10 to 15 for new hashes and for every wrong answer. A stored hash that is dearer than this
 * cost takes its own, longer time until its owner signs in and it is made anew.
 */
export function createPasswords(cost: number, bcrypt: Bcrypt = bcryptjs): Passwords {
  const spend = async (atCost: number): Promise<void> => {
    const salt = `$2b$${String(atCost).padStart(2, '0')}$${idleSalt}`;
    if (atCost < costWithTurns) bcrypt.hashSync('', salt);
    else await bcrypt.hash('', salt);
  };

  return {
    async verify(password, storedHash) {
      const storedCost = canBeHashed(password) ? costOf(storedHash) : null;
      if (storedHash === null || storedCost === null) {
        await spend(cost);
        return { matches: false };
      }
      if (await bcrypt.compare(password, storedHash)) {
        return { matches: true, outdated: storedCost !== cost || !storedHash.startsWith('$2b$') };
      }
      // 2^c + (2^c + 2^(c+1) + … + 2^(C-1)) = 2^C: a cheap hash is topped up to the price of a wrong answer.
      for (let missing = storedCost; missing < cost; missing++) {
        await spend(missing);
      }
      return { matches: false };
    },

    hash(password) {
      if (!canBeHashed(password)) {
        throw new RangeError('a password to hash has to be 72 bytes or less, without NUL, and well-formed');
      }
      return bcrypt.hash(password, cost);
    },
  };
}
