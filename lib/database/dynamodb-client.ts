/** The connection to DynamoDB, with its time-outs and the number of times that a call is sent. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { rejectForeignResponses } from './foreign-response.ts';

/**
 * Three clients on one connection pool. They differ in how often a call is sent. Where a repeat is safe, it is more than
 * once: after a freeze of the function the first call can meet a dead connection or an expired signature.
 */
export interface Database {
  /** Up to three times. */
  readonly read: DynamoDBDocumentClient;
  /** Up to twice: for writes that may happen twice. */
  readonly write: DynamoDBDocumentClient;
  /** Once: for a write that must not happen twice. */
  readonly writeOnce: DynamoDBDocumentClient;
}

const attempts = { read: 3, write: 2, writeOnce: 1 };

const connectTimeoutMs = 500;
const responseTimeoutMs = 1000;

/** Connects as the environment says (region, credentials, `AWS_ENDPOINT_URL_DYNAMODB`). */
export function connectDatabase(): Database {
  const read = new DynamoDBClient({
    maxAttempts: attempts.read,
    requestHandler: {
      // Without time-outs, a server that accepts a call and never answers holds it for minutes.
      connectionTimeout: connectTimeoutMs,
      requestTimeout: responseTimeoutMs,
      // Without this, `requestTimeout` only logs a warning.
      throwOnRequestTimeout: true,
    },
  });
  const { requestHandler } = read.config;
  const document = (client: DynamoDBClient) =>
    DynamoDBDocumentClient.from(rejectForeignResponses(client), {
      // A number beyond JavaScript's range must not fail the read; the check of the id finds it.
      unmarshallOptions: { wrapNumbers: Number },
    });
  return {
    read: document(read),
    write: document(new DynamoDBClient({ maxAttempts: attempts.write, requestHandler })),
    writeOnce: document(new DynamoDBClient({ maxAttempts: attempts.writeOnce, requestHandler })),
  };
}
