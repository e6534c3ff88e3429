/** The database, the stack or the secret cannot be used as it is. A command ends with exit code 3. */
import { LoggableError } from '../../lib/loggable-error.ts';

/** Its message says what to do about it. */
export class ConnectionFailure extends LoggableError {
  override readonly name = 'ConnectionFailure';
}
