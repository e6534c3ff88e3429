/** Why a row is not imported. */
import type { TargetColumns } from '../kinds/source-kind.ts';

/** A reason is one of few sentences and holds no value of the row, so that it can be counted and printed. */
export interface Problem {
  /** The column that it is about, as the file calls it; null if it is about the whole row. */
  readonly column: string | null;
  readonly reason: string;
  /** The earlier row that it collides with, such as `line 3`. */
  readonly other?: string;
}

/** A value, or why it cannot be had. */
export type Parsed<T> = { readonly value: T } | { readonly reason: string };

/** The problem of a user whom `--replace` would give another id. */
export const idIsAnother = ({ id }: TargetColumns): Problem => ({
  column: id ?? null,
  reason:
    'is not the id of the user who is there: whoever stores ids would lose them; --replace-ids overwrites it',
});

/** The problem of a user whose name is in the table already, with other values. */
export const nameIsTaken = ({ username }: TargetColumns): Problem => ({
  column: username ?? null,
  reason: 'is the name of a user who is there already, with other values: --replace overwrites those',
});
