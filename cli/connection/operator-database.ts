/**
 * The connection of an operator to DynamoDB. It has more patience than that of the function, which has to answer within
 * seconds: it may be far away, reads whole tables, and waits while DynamoDB throttles.
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Database } from '../../lib/database/dynamodb-client.ts';
import { createDatabaseTimeBudget, type DatabaseTimeBudget } from '../../lib/database/time-budget.ts';

const maxAttempts = 8;
const connectTimeoutMs = 5000;
const responseTimeoutMs = 20_000;

/** Nobody waits for a command as a client does for an answer: an hour. */
const budgetMs = 3_600_000;

/** Connects as the environment says, and as the function does: region, credentials, `AWS_ENDPOINT_URL_DYNAMODB`. */
export function connectOperatorDatabase(): { database: Database; budget: DatabaseTimeBudget } {
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      maxAttempts,
      requestHandler: {
        connectionTimeout: connectTimeoutMs,
        requestTimeout: responseTimeoutMs,
        throwOnRequestTimeout: true,
      },
    }),
    // As the function reads them: a number beyond JavaScript's range is found by the check of the id.
    { unmarshallOptions: { wrapNumbers: Number } },
  );
  return {
    // Each write of a command has a condition, so that it may be sent again.
    database: { read: client, write: client, writeOnce: client },
    budget: createDatabaseTimeBudget(() => performance.now(), budgetMs),
  };
}
