/** Which system a file is from, and in which columns it has what a user is made of: the first rows show it. */
import { plain } from '../kinds/plain.ts';
import { recogniseKind } from '../kinds/recognise-kind.ts';
import { type SourceKind, type TargetColumns, targets } from '../kinds/source-kind.ts';
import { SourceFailure } from '../source/source-failure.ts';
import type { Columns } from '../source/source-row.ts';
import type { UsersSource } from './users-source.ts';

/** So many rows of JSON without the columns are a file without them. Fewer, before one that has them, are wrong rows. */
const strangeRowsMax = 100;

/** The columns of a user, and what they are called. */
export interface UserColumns {
  readonly kind: SourceKind;
  readonly targetColumns: TargetColumns;
  readonly columns: Columns;
}

const hints: Readonly<Record<string, string>> = {
  id: ', or have ids made with --generate-ids',
  password: ', or have passwords made with --generate-passwords',
};

/** The columns of one file. */
export class FileColumns {
  readonly #source: UsersSource;
  readonly #nowEpochMs: number;
  #kind: SourceKind | null;
  #areThere = false;
  #strangeRows = 0;
  #failure: SourceFailure | null = null;

  constructor(source: UsersSource, nowEpochMs: number) {
    this.#source = source;
    this.#nowEpochMs = nowEpochMs;
    this.#kind = source.kind;
  }

  /** The system; null while no row has shown it. */
  get kind(): SourceKind | null {
    return this.#kind;
  }

  /**
   * The columns of the user in a row; null if the row is no user.
   * @throws {SourceFailure} if so many rows lack a column that the file has none
   */
  recognise(row: Columns): UserColumns | null {
    const kind = this.#kind ?? recogniseKind(row);
    // `plain` is what no other system has recognised, so it may be a row that is wrong.
    if (kind !== plain) this.#kind = kind;
    const columns = kind.userColumns === undefined ? row : kind.userColumns(row, this.#nowEpochMs);
    if (columns === null) return null;
    const found = { kind, targetColumns: { ...kind.columns, ...this.#source.map }, columns };
    if (!this.#areThere) this.#check(found);
    return found;
  }

  /** @throws {SourceFailure} if no row had the columns */
  end(): void {
    if (!this.#areThere && this.#failure !== null) throw this.#failure;
  }

  #check(found: UserColumns): void {
    this.#failure = this.#missing(found);
    if (this.#failure === null) {
      this.#areThere = true;
      this.#kind = found.kind;
      return;
    }
    this.#strangeRows += 1;
    // All rows of CSV have the same columns.
    if (this.#source.container === 'csv' || this.#strangeRows === strangeRowsMax) throw this.#failure;
  }

  #missing({ kind, targetColumns, columns }: UserColumns): SourceFailure | null {
    const { container, map, options } = this.#source;
    const needed = [
      'username',
      ...(options.generateIds ? [] : ['id']),
      ...(options.generatePasswords ? [] : ['password']),
    ];
    // JSON leaves out what a user does not have.
    const checked = container === 'csv' ? needed : needed.slice(0, kind === plain ? 1 : 0);
    const mapped = Object.keys(map);
    const missing = targets.find(target => {
      const name = targetColumns[target];
      const isNeeded = checked.includes(target) || mapped.includes(target);
      return isNeeded && (name === undefined || !Object.hasOwn(columns, name));
    });
    if (missing === undefined) return null;
    const name = targetColumns[missing] ?? missing;
    return new SourceFailure(
      `There is no column ${name}: name the column that has it, as in --map other=${missing}${hints[missing] ?? ''}.`,
    );
  }
}
