/** Reads a file of users, and decides about each row: whom it adds, or why it is rejected. Nothing is written. */
import type { TargetColumns } from '../kinds/source-kind.ts';
import { readRows } from '../source/read-rows.ts';
import type { Container } from '../source/recognise-container.ts';
import type { SourceRow } from '../source/source-row.ts';
import type { Survey } from '../survey.ts';
import type { Collisions } from './collisions.ts';
import { FileColumns } from './file-columns.ts';
import type { ImportedUser } from './imported-user.ts';
import { judgeUser } from './judge-user.ts';
import type { Problem } from './problem.ts';
import type { UsersSource } from './users-source.ts';

/**
 * What becomes of a row. `at` tells where it is: the line of a file of lines; the number of the entry of a JSON document,
 * which often is one line.
 */
export type Decision = { readonly row: SourceRow; readonly at: number } & (
  | { readonly user: ImportedUser; readonly isRenamed: boolean; readonly targetColumns: TargetColumns }
  | { readonly problem: Problem }
);

/** A row that becomes a user if nobody has the name or the id. */
interface Accepted {
  readonly user: ImportedUser;
  readonly isRenamed: boolean;
  readonly targetColumns: TargetColumns;
}

/** What `at` counts. */
export const unitOf = (container: Container): 'line' | 'entry' =>
  container === 'csv' || container === 'json-lines' ? 'line' : 'entry';

/**
 * The decisions in the order of the file. Rows and rejections are counted in the survey; users are not, because only the
 * table tells whether their names are free.
 * @throws {SourceFailure} if the file has not the columns that it should have, or cannot be read any further
 */
export async function* decideRows(
  source: UsersSource,
  collisions: Collisions,
  survey: Survey,
  nowEpochMs: number,
): AsyncGenerator<Decision> {
  const unit = unitOf(source.container);
  const columnsOfFile = new FileColumns(source, nowEpochMs);

  function judge(row: SourceRow): Problem | Accepted | null {
    if ('broken' in row) return { column: null, reason: row.broken };
    const user = columnsOfFile.recognise(row.columns);
    survey.kind = columnsOfFile.kind?.name ?? null;
    if (user === null) return null;
    const { kind, targetColumns, columns } = user;
    const judgement = judgeUser(columns, kind, targetColumns, source.options);
    survey.addHash(judgement.hashFormat);
    return 'problem' in judgement ? judgement.problem : { ...judgement, targetColumns };
  }

  /** The problem of a user whose name or id is taken; null if there is none. */
  function collide({ user, targetColumns }: Accepted, at: number): Problem | null {
    const collision = collisions.take(user, at);
    if (collision === null) return null;
    const { target, reason, otherRow } = collision;
    const problem = { column: targetColumns[target] ?? null, reason };
    return otherRow === null ? problem : { ...problem, other: `${unit} ${otherRow}` };
  }

  for await (const row of readRows(source.path, source.container)) {
    survey.rows += 1;
    const at = unit === 'line' ? row.line : survey.rows;
    const judged = judge(row);
    if (judged === null) {
      survey.skipped += 1;
      continue;
    }
    const problem = 'reason' in judged ? judged : collide(judged, at);
    if (problem !== null) {
      survey.addProblem(problem, at);
      yield { row, at, problem };
    } else if ('user' in judged) {
      const { user, isRenamed, targetColumns } = judged;
      yield { row, at, user, isRenamed, targetColumns };
    }
  }
  columnsOfFile.end();
}
