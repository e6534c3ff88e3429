/**
 * The rows that were rejected, as JSON lines: the row as it was, and before it the reason and its line. Mended, the file
 * can be imported like any other.
 */
import type { PrivateFile } from './private-file.ts';
import type { SourceRow } from './source/source-row.ts';
import type { Problem } from './users/problem.ts';

/** A row that was rejected. */
export interface Rejection {
  readonly row: SourceRow;
  readonly problem: Problem;
}

/** A problem as a sentence: `column email is no text`. */
function describeProblem({ column, reason, other }: Problem): string {
  const about = column === null ? '' : `column ${column} `;
  return `${about}${reason}${other === undefined ? '' : ` (${other})`}`;
}

/** A rejected row as a line. */
function rejectLine(row: SourceRow, problem: Problem): string {
  // An earlier reason, of a file of rejects that was mended and is rejected again, is over.
  const { reject_reason: _, reject_line: __, ...columns } = 'columns' in row ? row.columns : { raw: row.raw };
  return `${JSON.stringify({ reject_reason: describeProblem(problem), reject_line: row.line, ...columns })}\n`;
}

/** Appends rejected rows. */
export const appendRejects = (file: PrivateFile, rejects: readonly Rejection[]): Promise<void> =>
  file.append(rejects.map(({ row, problem }) => rejectLine(row, problem)).join(''));
