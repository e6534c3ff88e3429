/**
 * A response without the request id that DynamoDB always sends comes from something in between. An empty one would look
 * like a successful write, or like a user who does not exist; so it is rejected. So is a response to a read of several
 * items, or to a query, that has no list of them, not even an empty one.
 */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LoggableError } from '../loggable-error.ts';

class ForeignResponse extends LoggableError {
  override readonly name = 'ForeignResponse';
  /** The SDK sends the call again if the error has this. */
  readonly $retryable = {};
}

/** Where a response to a read of several items has them, even if there are none. */
const lists = new Map([
  ['BatchGetItemCommand', 'Responses'],
  ['QueryCommand', 'Items'],
]);

/** Makes the client throw on responses that are not DynamoDB's. */
export function rejectForeignResponses(client: DynamoDBClient): DynamoDBClient {
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async args => {
        const result = await next(args);
        const { output } = result;
        if (output?.$metadata.requestId === undefined) {
          throw new ForeignResponse('A response without a request id does not come from DynamoDB');
        }
        const list = lists.get(commandName);
        if (list !== undefined && !(Reflect.get(output, list) instanceof Object)) {
          throw new ForeignResponse(`A response without ${list} does not come from DynamoDB`);
        }
        return result;
      },
    // The outermost step that still lies within the SDK's retries.
    { step: 'deserialize', priority: 'high', name: 'rejectForeignResponses' },
  );
  return client;
}
