/** A table of Markdown. */

/** What stands in a cell. */
export type Cell = string | number;

const row = (cells: readonly Cell[]) => `| ${cells.join(' | ')} |`;

/** A table with a head. */
export const markdownTable = (head: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
