/**
 * Parses CSV, and goes on after a row that cannot be read. csv-parse ends at a quote that is not closed, or stands within a
 * field. So the line on which that row begins is set aside, and a new parser goes on with the next line.
 */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { type Info, type InfoField, type Parser, parse } from 'csv-parse';
import { type RowPlace, rowMaxBytes } from './source-row.ts';

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
export async function lineAt(path: string, start: number): Promise<{ text: string; bytes: number } | null> {
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

/** A row of cells, or a line that cannot be read, and why. */
export type CsvPiece = RowPlace &
  ({ readonly cells: Cells } | { readonly broken: string; readonly raw: string });

/** The pieces of a file, in their order. */
export async function* csvPieces(path: string, delimiter: string): AsyncGenerator<CsvPiece> {
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
