/**
 * Which writes never reached the laptop's database, because `npm start` had ended before: each connection was refused.
 * If another attempt failed in another way, that one may have been done.
 */
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { DatabaseUnavailable } from '../../lib/database/database-unavailable.ts';
import type { DatabaseTimeBudget } from '../../lib/database/time-budget.ts';
import { ConnectionFailure } from './connection-failure.ts';
import { nothingListens, portThatRefused } from './nothing-listens.ts';

/** Not the reads: one that follows a write tells nothing about whether that was done. */
const writes: ReadonlySet<unknown> = new Set([
  'PutItemCommand',
  'UpdateItemCommand',
  'DeleteItemCommand',
  'TransactWriteItemsCommand',
]);

/** The budget, but with a `ConnectionFailure` for a write of this client that was never sent. */
export function tellWritesNeverSent(
  client: DynamoDBDocumentClient,
  budget: DatabaseTimeBudget,
): DatabaseTimeBudget {
  const mayHaveArrived = new WeakSet<object>();
  const neverSent = new WeakMap<object, number>();
  client.middlewareStack.add(
    (next, call) => async attempt => {
      try {
        return await next(attempt);
      } catch (error) {
        const port = portThatRefused(error);
        if (port === null) mayHaveArrived.add(call);
        else if (error instanceof Error && writes.has(call.commandName) && !mayHaveArrived.has(call)) {
          neverSent.set(error, port);
        }
        throw error;
      }
    },
    // Within the repetitions of the SDK.
    { step: 'finalizeRequest', priority: 'low' },
  );
  return {
    ...budget,
    async spend(call) {
      try {
        return await budget.spend(call);
      } catch (error) {
        const cause = error instanceof DatabaseUnavailable ? error.cause : null;
        const port = cause instanceof Error ? neverSent.get(cause) : undefined;
        throw port === undefined ? error : new ConnectionFailure(nothingListens(port));
      }
    },
  };
}
