/** One row of a file that is imported. */

/** Columns by their name. A cell of CSV is text, or null if it is empty. */
export type Columns = Readonly<Record<string, unknown>>;

/** Where a row begins, counted from 1, and the byte of the file at which it ends: how far the reading is. */
export interface RowPlace {
  readonly line: number;
  readonly endByte: number;
}

/** A row, or a piece of the file that is none. */
export type SourceRow = RowPlace &
  (
    | { readonly columns: Columns }
    | {
        /** Why it is no row, as a sentence without any value of it. */
        readonly broken: string;
        /** As it is in the file, or its cells: for the file of rejects. */
        readonly raw: unknown;
      }
  );

/** No real row comes near, and a quote that is never closed must not read the rest of the file into memory. */
export const rowMaxBytes = 1_048_576;

/** The columns of a parsed JSON value; null if it has none. */
export const columnsOf = (value: unknown): Columns | null =>
  // An object that is no array has columns.
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Columns) : null;
