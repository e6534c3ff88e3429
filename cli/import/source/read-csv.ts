/** Reads CSV with a line of column names. */
import { type CsvPiece, csvPieces, lineAt } from './csv-pieces.ts';
import { SourceFailure } from './source-failure.ts';
import type { SourceRow } from './source-row.ts';

/** The most frequent of the usual delimiters in the line of column names. */
function delimiterOf(header: string): string {
  const count = (delimiter: string) => header.split(delimiter).length;
  return [';', '\t', '|'].reduce((best, other) => (count(other) > count(best) ? other : best), ',');
}

/** The names in the first line. */
function namesOf(piece: CsvPiece): readonly string[] {
  if ('broken' in piece) throw new SourceFailure(`The first line has no column names: ${piece.broken}.`);
  const names = piece.cells.map(cell => (cell ?? '').trim());
  if (new Set(names).size < names.length) {
    throw new SourceFailure('Two columns have the same name in the first line: give each its own.');
  }
  return names;
}

/**
 * The rows of a CSV file. Empty lines are left out.
 * @throws {SourceFailure} if the first line has no column names
 */
export async function* readCsv(path: string): AsyncGenerator<SourceRow> {
  const header = await lineAt(path, 0);
  let names: readonly string[] | null = null;
  for await (const piece of csvPieces(path, delimiterOf(header?.text ?? ''))) {
    const isEmpty = 'cells' in piece && piece.cells.length === 1 && piece.cells[0] === null;
    if (isEmpty) continue;
    if (names === null) names = namesOf(piece);
    else if ('broken' in piece) yield piece;
    else yield rowOf(piece, names);
  }
}

function rowOf(
  { cells, ...place }: Extract<CsvPiece, { cells: unknown }>,
  names: readonly string[],
): SourceRow {
  if (cells.length !== names.length) {
    const difference = cells.length > names.length ? 'more' : 'fewer';
    return { ...place, broken: `The row has ${difference} columns than the first line`, raw: cells };
  }
  return { ...place, columns: Object.fromEntries(names.map((name, index) => [name, cells[index]])) };
}
