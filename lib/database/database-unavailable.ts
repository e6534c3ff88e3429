/** The exception for a DynamoDB that is temporarily unavailable. `temporary-aws-failure.ts` says what is temporary. */
import { LoggableError } from '../loggable-error.ts';
import { isTemporaryAwsFailure } from '../temporary-aws-failure.ts';

/** DynamoDB did not respond in time, throttled or is broken. Trying again later helps, so it is answered with 503. */
export class DatabaseUnavailable extends LoggableError {
  override readonly name = 'DatabaseUnavailable';
}

/** The failure as `DatabaseUnavailable`; null if it is not temporary. */
export function asDatabaseUnavailable(error: unknown): DatabaseUnavailable | null {
  return isTemporaryAwsFailure(error)
    ? new DatabaseUnavailable(`DynamoDB is unavailable (${error.name})`, { cause: error })
    : null;
}
