/** What an import would do, without writing to the database. */
import type { PrivateFile } from './private-file.ts';
import type { Progress } from './progress.ts';
import { appendRejects, type Rejection } from './rejects-file.ts';
import { countUser } from './settled-counts.ts';
import { rejectionOf } from './settled-row.ts';
import { SourceFailure } from './source/source-failure.ts';
import type { Survey } from './survey.ts';
import type { TableContents } from './table-contents.ts';
import type { Decision } from './users/decide-rows.ts';
import type { ReplaceOptions } from './write/write-user.ts';

/** What would become of the users in a file. */
export interface DryRunReport {
  readonly added: number;
  readonly unchanged: number;
  readonly replaced: number;
  /** Null if the file can be read to its end. */
  readonly failure: SourceFailure | null;
}

/** Decides about all rows. `rejects`: where the rejected ones go; null for nowhere. */
export async function dryRun(
  decisions: AsyncIterable<Decision>,
  contents: TableContents,
  {
    survey,
    replace,
    replaceIds,
    rejects,
    progress,
  }: ReplaceOptions & {
    readonly survey: Survey;
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
    else if (replace && (comparison === 'different' || replaceIds)) counts.replaced += 1;
    else {
      const [rejection] = rejectionOf(decision, replace ? 'other-id' : 'exists', survey);
      return rejection ?? null;
    }
    countUser(survey.settled, decision);
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
    if (!(error instanceof SourceFailure) || error.line === null) {
      await rejects?.discard();
      throw error;
    }
    failure = error;
  } finally {
    progress.end();
    await rejects?.close();
  }
  return { ...counts, failure };
}
