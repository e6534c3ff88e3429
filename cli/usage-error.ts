/** A command that was typed in a way that cannot be carried out. It ends with exit code 2. */
import { LoggableError } from '../lib/loggable-error.ts';

/** Its message says what to type. */
export class UsageError extends LoggableError {
  override readonly name = 'UsageError';
}
