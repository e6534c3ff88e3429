/** Reads the rows of a file, whatever holds them. Memory holds a few of them at a time. */
import { readCsv } from './read-csv.ts';
import { readJsonDocument } from './read-json-document.ts';
import { readJsonLines } from './read-json-lines.ts';
import type { Container } from './recognise-container.ts';
import type { SourceRow } from './source-row.ts';

/** The rows in the order of the file. It throws `SourceFailure` where it cannot go on. */
export function readRows(path: string, container: Container): AsyncGenerator<SourceRow> {
  switch (container) {
    case 'csv':
      return readCsv(path);
    case 'json-lines':
      return readJsonLines(path);
    case 'json-array':
      return readJsonDocument(path, 'array');
    case 'json-users':
      return readJsonDocument(path, 'users');
  }
}
