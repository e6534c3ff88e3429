/** Whom a table has, and with which values, in few bytes a user: for a dry run, which asks nothing else of the table. */
import type { UserRow } from '../rows/row-problems.ts';
import { fingerprintOf, SeenKeys } from './seen-keys.ts';
import type { ImportedUser } from './users/imported-user.ts';
import { contentOf, idOf, rowOf } from './write/user-row.ts';

const idKeyOf = (id: number | string): bigint => fingerprintOf(JSON.stringify(id));

/** The users of a table. */
export class TableContents {
  readonly #contents = new SeenKeys();
  readonly #ids = new SeenKeys();

  /** Takes a row of the table. */
  add(row: UserRow): void {
    const name = fingerprintOf(row.username);
    const id = idOf(row);
    this.#contents.set(name, fingerprintOf(contentOf(row)));
    if (id !== null) this.#ids.set(name, idKeyOf(id));
  }

  /** How a user compares with the table. A password that would be generated is never the one that is there. */
  compare(user: ImportedUser): 'new' | 'same' | 'different' | 'other-id' {
    const name = fingerprintOf(user.username);
    const content = this.#contents.get(name);
    if (content === null) return 'new';
    const id = this.#ids.get(name);
    const wantedId = user.id === null ? id : idKeyOf(user.id);
    if (id !== null && id !== wantedId) return 'other-id';
    // An id that would be made is as good as any other here.
    const isSame =
      id !== null && user.password !== null && content === fingerprintOf(contentOf(rowOf(user, { id: '' })));
    return isSame ? 'same' : 'different';
  }
}
