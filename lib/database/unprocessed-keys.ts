/**
 * DynamoDB answers a call for many items with success although it has left some out, when it throttles. Such an item
 * would look as if it did not exist: a counter without failures, a user who is unknown. So the answer is taken for the
 * throttling that it is, and the call is sent again.
 */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LoggableError } from '../loggable-error.ts';

/** DynamoDB has left items out. */
export class UnprocessedKeys extends LoggableError {
  override readonly name = 'UnprocessedKeys';
  /** The SDK sends the call again, after a pause, if the error has this. */
  readonly $retryable = { throttling: true };
}

/** Makes the client throw if an answer lacks keys that were asked for. */
export function rejectUnprocessedKeys(client: DynamoDBClient): DynamoDBClient {
  client.middlewareStack.add(
    next => async args => {
      const result = await next(args);
      const { output = {} } = result;
      if ('UnprocessedKeys' in output && Object.keys(output.UnprocessedKeys ?? {}).length > 0) {
        throw new UnprocessedKeys('DynamoDB throttles: it left out some of the items');
      }
      return result;
    },
    // The outermost step that still lies within the SDK's retries.
    { step: 'deserialize', priority: 'high', name: 'rejectUnprocessedKeys' },
  );
  return client;
}
