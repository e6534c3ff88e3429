/** Reads a file of users, and decides about each row: whom it adds, or why it is rejected. Nothing is written. */

import { recogniseKind } from '../kinds/recognise-kind.ts';
import type { SourceKind, TargetColumns } from '../kinds/source-kind.ts';
import { targets } from '../kinds/source-kind.ts';
import { readRows } from '../source/read-rows.ts';
import type { Container } from '../source/recognise-container.ts';
import { SourceFailure } from '../source/source-failure.ts';
import type { Columns, SourceRow } from '../source/source-row.ts';
import type { Survey } from '../survey.ts';
import type { Collisions } from './collisions.ts';
import type { ImportedUser } from './imported-user.ts';
import { type JudgeOptions, judgeUser } from './judge-user.ts';
import type { Problem } from './problem.ts';

/**
 * What becomes of a row. `at` tells where it is: the line of a file of lines; the number of the entry of a JSON document,
 * which often is one line.
 */
export type Decision = { readonly row: SourceRow; readonly at: number } & (
  | { readonly user: ImportedUser; readonly isRenamed: boolean; readonly targetColumns: TargetColumns }
  | { readonly problem: Problem }
);

/** A file, and how it is read. */
export interface UsersSource {
  readonly path: string;
  readonly container: Container;
  /** The system that `--from` names; null: it is recognised. */
  readonly kind: SourceKind | null;
  /** Columns that `--map` names. */
  readonly map: TargetColumns;
  readonly options: JudgeOptions;
}

/** The system of a file, once a row has shown it. */
interface Recognised {
  readonly kind: SourceKind;
  readonly targetColumns: TargetColumns;
}

/** A row that becomes a user if nobody has the name or the id. */
interface Accepted {
  readonly user: ImportedUser;
  readonly isRenamed: boolean;
  readonly targetColumns: TargetColumns;
}

/** With the wrong columns each row would be rejected, one by one. */
function checkColumns(columns: Columns, { kind, targetColumns }: Recognised, source: UsersSource): void {
  const { generateIds, generatePasswords } = source.options;
  const needed = [
    'username',
    ...(generateIds ? [] : ['id']),
    ...(generatePasswords ? [] : ['password']),
  ] as const;
  // JSON leaves out what a user does not have.
  const checked = source.container === 'csv' ? needed : needed.slice(0, kind.name === 'plain' ? 1 : 0);
  const mapped = Object.keys(source.map);
  for (const target of targets) {
    const name = targetColumns[target];
    if (!checked.includes(target) && !mapped.includes(target)) continue;
    if (name !== undefined && Object.hasOwn(columns, name)) continue;
    throw new SourceFailure(
      `There is no column ${name ?? target}: name the column that has it, as in --map other=${target}${hints[target] ?? ''}.`,
    );
  }
}

const hints: Readonly<Record<string, string>> = {
  id: ', or have ids made with --generate-ids',
  password: ', or have passwords made with --generate-passwords',
};

/** What `at` counts. */
export const unitOf = (container: Container): 'line' | 'entry' =>
  container === 'csv' || container === 'json-lines' ? 'line' : 'entry';

/**
 * The decisions in the order of the file. Rows and rejections are counted in the survey; users are not, because only the
 * table tells whether their names are free.
 */
export async function* decideRows(
  source: UsersSource,
  collisions: Collisions,
  survey: Survey,
  nowEpochMs: number,
): AsyncGenerator<Decision> {
  const unit = unitOf(source.container);
  let recognised: Recognised | null = null;

  /** The system of the file, and the columns of the user in a row; null if it is no user. */
  function recognise(columns: Columns): (Recognised & { readonly columns: Columns }) | null {
    const kind: SourceKind = recognised?.kind ?? source.kind ?? recogniseKind(columns);
    const ofUser = kind.userColumns === undefined ? columns : kind.userColumns(columns, nowEpochMs);
    if (ofUser === null) return null;
    if (recognised === null) {
      recognised = { kind, targetColumns: { ...kind.columns, ...source.map } };
      survey.kind = kind.name;
      checkColumns(ofUser, recognised, source);
    }
    return { ...recognised, columns: ofUser };
  }

  function judge(row: SourceRow): Problem | Accepted | null {
    if ('broken' in row) return { column: null, reason: row.broken };
    const user = recognise(row.columns);
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
}
