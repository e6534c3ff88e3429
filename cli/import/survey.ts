/** Counts what a file holds. It keeps a few lines of each reason, however many rows have it. */
import type { ImportedUser } from './users/imported-user.ts';
import type { Problem } from './users/problem.ts';

/** Rows of a reason that are told. All of them are in the file of rejects. */
const placesOfReason = 10;

/** Rows with one reason. `first` are some of them: where each is, and what it collides with. */
export interface ReasonCount {
  readonly column: string | null;
  readonly reason: string;
  count: number;
  readonly first: { readonly at: number; readonly other?: string }[];
}

/** The counts of a file. */
export class Survey {
  /** What tells where a row is. */
  readonly unit: 'line' | 'entry';
  /** The system that the rows are from; null while no row has shown it. */
  kind: string | null = null;
  rows = 0;
  accepted = 0;
  /** Rows that are no users, such as other models of Django. */
  skipped = 0;
  rejected = 0;
  /** Users whose name is another one in canonical form. */
  renamed = 0;
  notActivated = 0;
  /** Users who have to change their password before they get in, and are activated. */
  mustChangePassword = 0;
  generatedPasswords = 0;
  readonly ids = { number: 0, string: 0, generated: 0 };
  readonly hashFormats = new Map<string, number>();
  readonly #reasons = new Map<string, ReasonCount>();

  constructor(unit: 'line' | 'entry') {
    this.unit = unit;
  }

  /** The reasons, the most frequent first. */
  get reasons(): readonly ReasonCount[] {
    return [...this.#reasons.values()].sort((a, b) => b.count - a.count);
  }

  /** Counts the format of a hash. */
  addHash(format: string): void {
    this.hashFormats.set(format, (this.hashFormats.get(format) ?? 0) + 1);
  }

  /** Counts a user who is written, or would be. */
  addUser({ user, isRenamed }: { readonly user: ImportedUser; readonly isRenamed: boolean }): void {
    const { id, password, activated, force_password_change } = user;
    this.accepted += 1;
    if (isRenamed) this.renamed += 1;
    if (!activated) this.notActivated += 1;
    else if (force_password_change) this.mustChangePassword += 1;
    if (password === null) this.generatedPasswords += 1;
    if (id === null) this.ids.generated += 1;
    else this.ids[typeof id === 'number' ? 'number' : 'string'] += 1;
  }

  /** Counts a row that is rejected. */
  addProblem({ column, reason, other }: Problem, at: number): void {
    this.rejected += 1;
    const key = `${column}\n${reason}`;
    const entry = this.#reasons.get(key) ?? { column, reason, count: 0, first: [] };
    entry.count += 1;
    if (entry.first.length < placesOfReason) {
      entry.first.push(other === undefined ? { at } : { at, other });
    }
    this.#reasons.set(key, entry);
  }
}
