/** Recognises a row in a file of rejects that was no row with columns, and that nobody has mended since. */
import type { Columns } from './source-row.ts';

const writtenByUs: ReadonlySet<string> = new Set(['reject_reason', 'reject_line', 'raw']);

/** Whether these columns are what a file of rejects has for a row without columns, and nothing else. */
export function isUnmendedReject(columns: Columns): boolean {
  const names = Object.keys(columns);
  return names.length === writtenByUs.size && names.every(name => writtenByUs.has(name));
}
