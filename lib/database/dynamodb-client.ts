/** The connection to DynamoDB, with its time-outs and the number of times that a call is sent. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { collectResponse } from '../collect-response.ts';
import { type ConnectionPool, createConnectionPool } from './connection-pool.ts';
import { rejectForeignResponses } from './response-not-from-dynamodb.ts';
import { maxAttempts, RetriesOfOneCall } from './retries.ts';
import { connectTimeoutMs, responseTimeoutMs } from './timeouts.ts';
import { rejectUnprocessedKeys, UnprocessedKeys } from './unprocessed-keys.ts';

/**
 * Three clients on one connection pool. They differ in how often a call is sent. Where a repeat is safe, it is more
 * than once, because a call can meet a dead connection or carry an expired signature.
 */
export interface Database {
  /** Up to three times. */
  readonly read: DynamoDBDocumentClient;
  /** Up to twice: for writes that may happen twice. */
  readonly write: DynamoDBDocumentClient;
  /** Once: for a write that must not happen twice. */
  readonly writeOnce: DynamoDBDocumentClient;
}

/** After a failed connection, a repeat must not take the next dead one out of the pool. */
function distrustIdleAfterFailure(client: DynamoDBClient, pool: ConnectionPool): DynamoDBClient {
  client.middlewareStack.add(
    next => async args => {
      try {
        return await next(args);
      } catch (error) {
        const isAnswered =
          error instanceof UnprocessedKeys || (error instanceof Error && '$response' in error);
        if (!isAnswered) pool.closeIdle();
        throw error;
      }
    },
    // Within the SDK's retries, around `rejectForeignResponses`.
    { step: 'finalizeRequest', priority: 'low', name: 'distrustIdleAfterFailure' },
  );
  return client;
}

/** Connects as the environment says (region, credentials, `AWS_ENDPOINT_URL_DYNAMODB`). */
export function connectDatabase(pool: ConnectionPool = createConnectionPool()): Database {
  const read = new DynamoDBClient({
    retryStrategy: new RetriesOfOneCall(maxAttempts.read),
    streamCollector: collectResponse,
    requestHandler: {
      httpAgent: pool.httpAgent,
      httpsAgent: pool.httpsAgent,
      // Without time-outs, a server that accepts a call and never answers holds it for minutes.
      connectionTimeout: connectTimeoutMs,
      requestTimeout: responseTimeoutMs,
      // Without this, `requestTimeout` only logs a warning.
      throwOnRequestTimeout: true,
    },
  });
  const { requestHandler } = read.config;
  const repeating = (times: number) =>
    new DynamoDBClient({
      retryStrategy: new RetriesOfOneCall(times),
      requestHandler,
      streamCollector: collectResponse,
    });
  const document = (client: DynamoDBClient) =>
    DynamoDBDocumentClient.from(distrustIdleAfterFailure(rejectForeignResponses(client), pool), {
      // A number beyond JavaScript's range must not fail the read; the check of the id finds it.
      unmarshallOptions: { wrapNumbers: Number },
    });
  return {
    read: document(rejectUnprocessedKeys(read)),
    write: document(repeating(maxAttempts.write)),
    writeOnce: document(repeating(maxAttempts.writeOnce)),
  };
}
