/**
 * Finds rows whose names become one name, and ids that two names have, in the file and in the table together.
 */
import { idAsText } from '../../rows/id-as-text.ts';
import type { UserRow } from '../../rows/row-problems.ts';
import { fingerprintOf, SeenKeys } from '../seen-keys.ts';
import type { ImportedUser } from './imported-user.ts';

/** What a user has that somebody else has. */
export interface Collision {
  readonly target: 'username' | 'id';
  readonly reason: string;
  /** The row of the file that has it; null if it is in the table only. */
  readonly otherRow: number | null;
}

/** The names and ids seen so far. */
export class Collisions {
  readonly #rowOfName = new SeenKeys();
  readonly #nameOfId = new SeenKeys();
  readonly #sharedIds: boolean;

  /** @param sharedIds whether two names may have one id */
  constructor(sharedIds: boolean) {
    this.#sharedIds = sharedIds;
  }

  /** Takes a user who is in the table already. */
  addTableRow({ username, id }: UserRow): void {
    const text = idAsText(id);
    if (text !== null) this.#nameOfId.set(fingerprintOf(text), fingerprintOf(username));
  }

  /**
   * What a user of the file collides with; null if with nobody. The first one keeps the name and the id. `row`: the number
   * that tells where the row is.
   */
  take({ username, id }: ImportedUser, row: number): Collision | null {
    const name = fingerprintOf(username);
    const earlier = this.#rowOfName.get(name);
    if (earlier !== null) {
      return { target: 'username', reason: 'becomes the name of an earlier row', otherRow: Number(earlier) };
    }
    const text = idAsText(id);
    const key = text === null ? null : fingerprintOf(text);
    const owner = key === null ? null : this.#nameOfId.get(key);
    if (owner !== null && owner !== name && !this.#sharedIds) {
      const otherRow = this.#rowOfName.get(owner);
      return otherRow === null
        ? { target: 'id', reason: 'is the id of another name in the table', otherRow }
        : { target: 'id', reason: 'is the id of an earlier row', otherRow: Number(otherRow) };
    }
    this.#rowOfName.set(name, BigInt(row));
    if (key !== null) this.#nameOfId.set(key, name);
    return null;
  }
}
