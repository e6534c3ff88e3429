/** Columns for people. */
import { printable } from './printable.ts';

/** Lines with the cells below one another, under their headings. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const lines = [headings, ...rows].map(row => row.map(printable));
  const widths = headings.map((_, column) => Math.max(...lines.map(row => row[column]?.length ?? 0)));
  return lines.map(row =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
