/** Which failures of DynamoDB are temporary, and which are an expected part of a conditional write. */
import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { LoggableError } from '../loggable-error.ts';

/** DynamoDB did not respond in time, throttled or is broken. Trying again later helps, so it is answered with 503. */
export class DatabaseUnavailable extends LoggableError {
  override readonly name = 'DatabaseUnavailable';
}

/** Whether a write was refused because its condition did not hold. */
export function isConditionalCheckFailure(error: unknown): boolean {
  return error instanceof DynamoDBServiceException && error.name === 'ConditionalCheckFailedException';
}

/** DynamoDB reports these as the client's fault, but they are temporary. */
const temporaryClientFaults = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'TransactionConflictException',
]);

/**
 * The failure as `DatabaseUnavailable`; null if DynamoDB said that the call is wrong or not allowed, which is our
 * mistake and not temporary.
 */
export function asDatabaseUnavailable(error: unknown): DatabaseUnavailable | null {
  if (!(error instanceof Error)) return null;
  const isOurMistake =
    error instanceof DynamoDBServiceException &&
    error.$fault === 'client' &&
    !temporaryClientFaults.has(error.name);
  // The SDK marks failures of a response with `$metadata`, Node marks failures of a connection with `code`.
  const isOfTheConnection =
    error.name === 'AbortError' || error.name === 'TimeoutError' || '$metadata' in error || 'code' in error;
  return isOurMistake || !isOfTheConnection
    ? null
    : new DatabaseUnavailable(`DynamoDB is unavailable (${error.name})`, { cause: error });
}
