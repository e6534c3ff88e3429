/** A file that cannot be imported, or not beyond some line. Before anything is imported, it ends a command with exit code 2. */
import { UsageError } from '../../usage-error.ts';

/** Its message is a sentence that says what to do. `line` is where the reading ended; null if it did not begin. */
export class SourceFailure extends UsageError {
  readonly line: number | null;

  constructor(message: string, line: number | null = null) {
    super(message);
    this.line = line;
  }
}
