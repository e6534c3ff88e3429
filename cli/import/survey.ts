/** Counts what a file holds. It keeps a few lines of each reason, however many rows have it. */
import { countProblem, nothingSettled, type ReasonCount, type SettledCounts } from './settled-counts.ts';
import type { Problem } from './users/problem.ts';

/** The counts of a file. */
export class Survey {
  /** What tells where a row is. */
  readonly unit: 'line' | 'entry';
  /** The system that the rows are from; null while no row has shown it. */
  kind: string | null = null;
  rows = 0;
  /** Rows that are no users, such as other models of Django. */
  skipped = 0;
  readonly hashFormats = new Map<string, number>();
  /** An import that goes on has those of the run before, since the table tells them only once. */
  settled: SettledCounts = nothingSettled();
  readonly #wrong: ReasonCount[] = [];

  constructor(unit: 'line' | 'entry') {
    this.unit = unit;
  }

  /** The reasons why rows are rejected, the most frequent first. */
  get reasons(): readonly ReasonCount[] {
    return [...this.#wrong, ...this.settled.refused].sort((a, b) => b.count - a.count);
  }

  get rejected(): number {
    return this.reasons.reduce((sum, { count }) => sum + count, 0);
  }

  /** Counts the format of a hash. */
  addHash(format: string): void {
    this.hashFormats.set(format, (this.hashFormats.get(format) ?? 0) + 1);
  }

  /** Counts a row that is rejected whatever is in the table. */
  addProblem(problem: Problem, at: number): void {
    countProblem(this.#wrong, problem, at);
  }
}
