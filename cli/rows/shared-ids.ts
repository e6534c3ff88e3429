/** Finds ids that two names share: both sign in as one and the same subject. */
import type { RowProblem, UserRow } from './row-problems.ts';
import { describeId } from './user-summary.ts';

/** A problem, and whose. */
export interface NamedProblem extends RowProblem {
  readonly username: string;
}

/**
 * Takes rows one by one, and returns what each one has in common with rows before it, for both names. Many verifiers of
 * tokens take the number 33 and the string "33" for the same, so this does too.
 */
export function createSharedIdFinder(): (row: UserRow) => NamedProblem[] {
  const firstOwners = new Map<string, { readonly username: string; isNamed: boolean }>();

  return ({ username, id }) => {
    if (typeof id !== 'number' && typeof id !== 'string') return [];
    const owner = firstOwners.get(String(id));
    if (owner === undefined) {
      firstOwners.set(String(id), { username, isNamed: false });
      return [];
    }
    const problemOf = (name: string, other: string): NamedProblem => ({
      username: name,
      problem: 'shared_id',
      message: `shares the id ${describeId(id)} with ${JSON.stringify(other)}`,
    });
    const first = owner.isNamed ? [] : [problemOf(owner.username, username)];
    owner.isNamed = true;
    return [...first, problemOf(username, owner.username)];
  };
}
