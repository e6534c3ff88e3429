/** Which failures of DynamoDB are temporary, and which are an expected part of a conditional write. */
import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { LoggableError } from '../loggable-error.ts';
import { isTemporaryAwsFailure } from '../temporary-aws-failure.ts';

/** DynamoDB did not respond in time, throttled or is broken. Trying again later helps, so it is answered with 503. */
export class DatabaseUnavailable extends LoggableError {
  override readonly name = 'DatabaseUnavailable';
}

/** Whether a write was refused because its condition did not hold. */
export function isConditionalCheckFailure(error: unknown): boolean {
  return error instanceof DynamoDBServiceException && error.name === 'ConditionalCheckFailedException';
}

/** The failure as `DatabaseUnavailable`; null if it is not temporary. */
export function asDatabaseUnavailable(error: unknown): DatabaseUnavailable | null {
  return isTemporaryAwsFailure(error)
    ? new DatabaseUnavailable(`DynamoDB is unavailable (${error.name})`, { cause: error })
    : null;
}
