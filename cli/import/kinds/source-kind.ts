/** A system that users come from: in which columns it has what a user is made of. */
import { userAttributes } from '../../rows/user-attributes.ts';
import type { Columns } from '../source/source-row.ts';

/** What a user is made of: the attributes of the users table. */
export const targets = ['username', ...userAttributes] as const;

/** One of them. */
export type Target = (typeof targets)[number];

/** The name of the column for each of them; one that the system does not have is left out. */
export type TargetColumns = Readonly<Partial<Record<Target, string>>>;

/** A system. */
export interface SourceKind {
  /** As it is written after `--from`. */
  readonly name: string;
  /** Whether a row is from this system. */
  recognises(columns: Columns): boolean;
  readonly columns: TargetColumns;
  /**
   * The columns of a user, where they are not those of the row; null for a row that is no user. A file can hold others:
   * Django's dumpdata has whatever was asked for.
   */
  userColumns?(columns: Columns, nowEpochMs: number): Columns | null;
  /** What its hashes are that cannot be told by their looks. */
  readonly otherHashes?: string;
  /** What it fed bcrypt with, if not with the password. */
  readonly passwordInput?: 'password+id';
}

/** Whether a cell has nothing in it. Some exports put quotes around every cell, the empty ones too. */
export const isEmpty = (cell: unknown): boolean => cell === undefined || cell === null || cell === '';

/** Whether a row has all of these columns. */
export const hasColumns = (columns: Columns, ...names: readonly string[]): boolean =>
  names.every(name => Object.hasOwn(columns, name));
