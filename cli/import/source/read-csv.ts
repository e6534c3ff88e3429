/**
 * Reads CSV with a line of column names. csv-parse ends at a quote that is not closed, or stands within a field. So the
 * line on which that row begins is set aside, and a new parser goes on with the next line.
 */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { type Info, type InfoField, type Parser, parse } from 'csv-parse';
import { SourceFailure } from './source-failure.ts';
import { type RowPlace, rowMaxBytes, type SourceRow } from './source-row.ts';

type Cells = readonly (string | null)[];

interface ParsedRow {
  readonly cells: Cells;
  /** What the parser has read up to the end of the row. */
  readonly bytes: number;
  readonly lines: number;
}

/** Databases write these for a value that is not there: psql, MySQL, phpMyAdmin. In quotes they are text. */
const absent = new Set(['', 'NULL', String.raw`\N`]);

const cellOf = (text: string, { quoting }: InfoField): string | null =>
  !quoting && absent.has(text) ? null : text;

function createParser(delimiter: string, rows: ParsedRow[]): Parser {
  const parser = parse({
    bom: true,
    cast: cellOf,
    delimiter,
    max_record_size: rowMaxBytes,
    // Nothing goes to the readable side: a failure would drop the good rows that wait there.
    on_record: (cells: Cells, { bytes, lines }: Info) => {
      rows.push({ cells, bytes, lines });
      return null;
    },
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
  });
  // `parsedRows` sees the failure where it writes; without a listener it would end the process.
  parser.on('error', () => {});
  return parser.resume();
}

/** The rows from a byte on, up to the first one that cannot be read. */
async function* parsedRows(path: string, start: number, delimiter: string): AsyncGenerator<ParsedRow> {
  const rows: ParsedRow[] = [];
  const parser = createParser(delimiter, rows);
  const write = (chunk: Buffer) =>
    new Promise<boolean>(resolve => parser.write(chunk, error => resolve(!error)));
  for await (const chunk of createReadStream(path, { start }) as AsyncIterable<Buffer>) {
    const isReadable = await write(chunk);
    yield* rows.splice(0);
    if (!isReadable) return;
  }
  await finished(parser.end()).catch(() => {});
  yield* rows;
}

/** The line that begins at a byte, cut at the longest row; null at the end of the file. */
async function lineAt(path: string, start: number): Promise<{ text: string; bytes: number } | null> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(rowMaxBytes), 0, rowMaxBytes, start);
    if (bytesRead === 0) return null;
    const end = buffer.subarray(0, bytesRead).indexOf('\n');
    const bytes = end === -1 ? bytesRead : end + 1;
    return { text: buffer.toString('utf8', 0, bytes).replace(/\r?\n$/, ''), bytes };
  } finally {
    await file.close();
  }
}

const unreadable = 'The row has a quote that is not closed, or one within a field that is not in quotes';

type Piece = RowPlace & ({ readonly cells: Cells } | { readonly broken: string; readonly raw: string });

/** The rows of cells, and the lines that cannot be read. */
async function* pieces(path: string, delimiter: string): AsyncGenerator<Piece> {
  let byte = 0;
  let line = 1;
  while (true) {
    const [firstByte, firstLine] = [byte, line];
    for await (const { cells, bytes, lines } of parsedRows(path, firstByte, delimiter)) {
      const piece = { line, endByte: firstByte + bytes, cells };
      // The parser counts from 1, so that this is the line after the row.
      [byte, line] = [piece.endByte, firstLine + lines];
      yield piece;
    }
    const rest = await lineAt(path, byte);
    if (rest === null) return;
    yield { line, endByte: byte + rest.bytes, broken: unreadable, raw: rest.text };
    [byte, line] = [byte + rest.bytes, line + 1];
  }
}

/** The most frequent of the usual delimiters in the line of column names. */
function delimiterOf(header: string): string {
  const count = (delimiter: string) => header.split(delimiter).length;
  return [';', '\t', '|'].reduce((best, other) => (count(other) > count(best) ? other : best), ',');
}

/** The names in the first line. */
function namesOf(piece: Piece): readonly string[] {
  if ('broken' in piece) throw new SourceFailure(`The first line has no column names: ${piece.broken}.`, 1);
  const names = piece.cells.map(cell => (cell ?? '').trim());
  if (new Set(names).size < names.length) {
    throw new SourceFailure('Two columns have the same name in the first line: give each its own.', 1);
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
  for await (const piece of pieces(path, delimiterOf(header?.text ?? ''))) {
    const isEmpty = 'cells' in piece && piece.cells.length === 1 && piece.cells[0] === null;
    if (isEmpty) continue;
    if (names === null) names = namesOf(piece);
    else if ('broken' in piece) yield piece;
    else yield rowOf(piece, names);
  }
}

function rowOf({ cells, ...place }: Extract<Piece, { cells: Cells }>, names: readonly string[]): SourceRow {
  if (cells.length !== names.length) {
    const difference = cells.length > names.length ? 'more' : 'fewer';
    return { ...place, broken: `The row has ${difference} columns than the first line`, raw: cells };
  }
  return { ...place, columns: Object.fromEntries(names.map((name, index) => [name, cells[index]])) };
}
