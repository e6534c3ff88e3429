/** The connection to DynamoDB: its time-outs, its repeats, and which failures mean that it is out of reach. */
import { DynamoDBClient, DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { LoggableError } from './exceptions.ts';

/**
 * Three clients on one connection pool that differ in how often they send. Never once where a repeat is safe: after a
 * freeze of the function the first call can meet a dead connection or an expired signature, and heals at the second.
 */
export interface Database {
  /** Up to three times. */
  readonly read: DynamoDBDocumentClient;
  /** Up to twice: for writes that a repeat makes stricter or leaves as they are. */
  readonly write: DynamoDBDocumentClient;
  /** Once: for a write that must not happen twice. */
  readonly writeOnce: DynamoDBDocumentClient;
}

/** The database did not answer in time, throttled, or is broken; trying again later makes sense. */
export class DatabaseUnavailable extends LoggableError {
  override readonly name = 'DatabaseUnavailable';
}

/**
 * An answer without the id that DynamoDB gives each request: something between here and there made it. An empty one
 * would pass for a write that was done, and for a user who does not exist.
 */
class ForeignAnswer extends LoggableError {
  override readonly name = 'ForeignAnswer';
  /** The SDK repeats what has this. */
  readonly $retryable = {};
}

function refuseForeignAnswers(client: DynamoDBClient): DynamoDBClient {
  client.middlewareStack.add(
    next => async args => {
      const result = await next(args);
      if (result.output?.$metadata.requestId === undefined) {
        throw new ForeignAnswer('An answer without a request id does not come from DynamoDB');
      }
      return result;
    },
    // The outermost place within what is repeated.
    { step: 'deserialize', priority: 'high', name: 'refuseForeignAnswers' },
  );
  return client;
}

/** The connection that the environment describes (region, credentials, `AWS_ENDPOINT_URL_DYNAMODB`). */
export function connectDatabase(): Database {
  const read = new DynamoDBClient({
    maxAttempts: 3,
    // Without these, a server that accepts and never answers holds a call for minutes; `requestTimeout` alone warns.
    requestHandler: { connectionTimeout: 500, requestTimeout: 1000, throwOnRequestTimeout: true },
  });
  const { requestHandler } = read.config;
  const document = (client: DynamoDBClient) =>
    DynamoDBDocumentClient.from(refuseForeignAnswers(client), {
      // A number that JavaScript cannot carry must not fail the read: who checks the id sees that it is not safe.
      unmarshallOptions: { wrapNumbers: Number },
    });
  return {
    read: document(read),
    write: document(new DynamoDBClient({ maxAttempts: 2, requestHandler })),
    writeOnce: document(new DynamoDBClient({ maxAttempts: 1, requestHandler })),
  };
}

/** Whether a write was refused because its condition did not hold. */
export function isConditionFailure(error: unknown): boolean {
  return error instanceof DynamoDBServiceException && error.name === 'ConditionalCheckFailedException';
}

const throttling = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'TransactionConflictException',
]);

/**
 * The failure as `DatabaseUnavailable`, with the cause inside; null where DynamoDB answered that the request is wrong
 * or not allowed, which is our mistake and no passing trouble.
 */
export function unavailable(error: unknown): DatabaseUnavailable | null {
  if (!(error instanceof Error)) return null;
  const isOurMistake =
    error instanceof DynamoDBServiceException && error.$fault === 'client' && !throttling.has(error.name);
  // The SDK marks what came of an answer with `$metadata`, Node marks a broken connection with `code`.
  const isOfTheConnection =
    error.name === 'AbortError' || error.name === 'TimeoutError' || '$metadata' in error || 'code' in error;
  return isOurMistake || !isOfTheConnection
    ? null
    : new DatabaseUnavailable(`DynamoDB is unavailable (${error.name})`, { cause: error });
}
