/** Finds ids that two names share: both sign in as one and the same subject. */
import { idAsText } from './id-as-text.ts';
import type { RowProblem, UserRow } from './row-problems.ts';
import { describeId } from './user-summary.ts';

/** A problem, and whose. */
export interface NamedProblem extends RowProblem {
  readonly username: string;
}

function sharedIdOf(row: UserRow, other: UserRow): NamedProblem {
  const { username, id } = row;
  const otherType = other['id'] === id ? '' : `, whose id is ${describeId(other['id'])}`;
  return {
    username,
    problem: 'shared_id',
    message: `shares the id ${describeId(id)} with ${JSON.stringify(other.username)}${otherType}`,
  };
}

/** Takes rows one by one, and returns what each one has in common with rows before it, for both names. */
export function createSharedIdFinder(): (row: UserRow) => NamedProblem[] {
  const firstOwners = new Map<string, { readonly row: UserRow; isNamed: boolean }>();

  return ({ username, id }) => {
    const key = idAsText(id);
    if (key === null) return [];
    // Without the other attributes, which would hold a whole table in memory.
    const row = { username, id };
    const owner = firstOwners.get(key);
    if (owner === undefined) {
      firstOwners.set(key, { row, isNamed: false });
      return [];
    }
    const first = owner.isNamed ? [] : [sharedIdOf(owner.row, row)];
    owner.isNamed = true;
    return [...first, sharedIdOf(row, owner.row)];
  };
}
