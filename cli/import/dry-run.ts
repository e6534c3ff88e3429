/** What an import would do, without writing to the database. */
import type { UserRow } from '../rows/row-problems.ts';
import type { PrivateFile } from './private-file.ts';
import type { Progress } from './progress.ts';
import { appendRejects, type Rejection } from './rejects-file.ts';
import { fingerprintOf, SeenKeys } from './seen-keys.ts';
import { SourceFailure } from './source/source-failure.ts';
import type { Survey } from './survey.ts';
import type { Decision } from './users/decide-rows.ts';
import type { ImportedUser } from './users/imported-user.ts';
import { nameIsTaken } from './users/problem.ts';
import { contentOf, rowOf } from './write/user-row.ts';

/** What would become of the users in a file. */
export interface DryRunReport {
  readonly added: number;
  readonly unchanged: number;
  readonly replaced: number;
  /** Null if the file can be read to its end. */
  readonly failure: SourceFailure | null;
}

/** Whom the table has, and with which values. */
export class TableContents {
  readonly #contents = new SeenKeys();

  /** Takes a row of the table. */
  add(row: UserRow): void {
    this.#contents.set(fingerprintOf(row.username), fingerprintOf(contentOf(row)));
  }

  /** How a user compares with the table. A password that would be generated is never the one that is there. */
  compare(user: ImportedUser): 'new' | 'same' | 'different' {
    const there = this.#contents.get(fingerprintOf(user.username));
    if (there === null) return 'new';
    if (user.id === null || user.password === null) return 'different';
    return there === fingerprintOf(contentOf(rowOf(user, {}))) ? 'same' : 'different';
  }
}

/** Decides about all rows. `rejects`: where the rejected ones go; null for nowhere. */
export async function dryRun(
  decisions: AsyncIterable<Decision>,
  contents: TableContents,
  {
    survey,
    replace,
    rejects,
    progress,
  }: {
    readonly survey: Survey;
    readonly replace: boolean;
    readonly rejects: PrivateFile | null;
    readonly progress: Progress;
  },
): Promise<DryRunReport> {
  const counts = { added: 0, unchanged: 0, replaced: 0 };
  let rows = 0;

  /** Counts what would happen; the rejection if nothing would. */
  function count(decision: Decision): Rejection | null {
    if ('problem' in decision) return decision;
    const comparison = contents.compare(decision.user);
    if (comparison === 'new') counts.added += 1;
    else if (comparison === 'same') counts.unchanged += 1;
    else if (replace) counts.replaced += 1;
    else {
      const problem = nameIsTaken(decision.targetColumns);
      survey.addProblem(problem, decision.at);
      return { row: decision.row, problem };
    }
    survey.addUser(decision);
    return null;
  }

  let failure: SourceFailure | null = null;
  try {
    for await (const decision of decisions) {
      const rejection = count(decision);
      if (rejection !== null && rejects !== null) await appendRejects(rejects, [rejection]);
      rows += 1;
      progress.update(rows, decision.row.endByte);
    }
  } catch (error) {
    if (!(error instanceof SourceFailure) || error.line === null) throw error;
    failure = error;
  } finally {
    progress.end();
    await rejects?.close();
  }
  return { ...counts, failure };
}
