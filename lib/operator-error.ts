/** Something that only the operator can fix, such as a bad value in a table. It is answered with 500. */
import { LoggableError } from './loggable-error.ts';

/** Its message says what to fix. */
export class OperatorError extends LoggableError {
  override readonly name = 'OperatorError';
}
