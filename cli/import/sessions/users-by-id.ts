/** Finds users by their id as text: a table of sessions has nothing else of them. It keeps the whole table's names. */
import { parseEpochMs } from '../../../lib/epoch-ms.ts';
import { userIdKeyOf } from '../../../lib/sessions/session.ts';
import type { UserRow } from '../../rows/row-problems.ts';

/** What a session takes from its user. */
export interface SessionOwner {
  readonly username: string;
  readonly userIdKey: string;
  readonly validFromEpochMs: number;
}

/** The users of a table. */
export class UsersById {
  readonly #owners = new Map<string, SessionOwner | 'several'>();

  /** Takes a user. */
  add(row: UserRow): void {
    const { id, username, sessions_valid_from } = row;
    if (typeof id !== 'number' && typeof id !== 'string') return;
    const key = String(id);
    const validFromEpochMs = parseEpochMs(sessions_valid_from ?? 0) ?? 0;
    const owner = { username, userIdKey: userIdKeyOf(id), validFromEpochMs };
    this.#owners.set(key, this.#owners.has(key) ? 'several' : owner);
  }

  /** The user with an id; null if there is none, or more than one: the number 33 and the text "33", for example. */
  find(id: string): SessionOwner | null {
    const owner = this.#owners.get(id);
    return owner === undefined || owner === 'several' ? null : owner;
  }
}
