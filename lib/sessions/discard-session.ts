/** Undoes the opening of a session whose token nobody gets, because the request fails. */
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { DatabaseUnavailable } from '../database/database-unavailable.ts';
import type { Database } from '../database/dynamodb-client.ts';
import type { DatabaseTimeBudget } from '../database/time-budget.ts';
import { ttlOf } from './session-item.ts';

/** Long after a write that was sent can still arrive. */
const tombstoneMs = 3_600_000;

/** Discards the session under this hash, whether its item is there, is not, or is still under way. */
export type DiscardSession = (
  tokenHash: string,
  nowEpochMs: number,
  budget: DatabaseTimeBudget,
) => Promise<void>;

/**
 * It writes an item that is no session and belongs to nobody, and does not delete: a put whose response did not come in
 * time can arrive after this, and fails at its condition then. If DynamoDB does not take this write either, the session
 * stays until it expires, and its user can see and end it.
 */
export function createDiscardSession(database: Database, table: string): DiscardSession {
  return async (tokenHash, nowEpochMs, budget) => {
    const command = new PutCommand({
      TableName: table,
      Item: { token_hash: tokenHash, expires_at: ttlOf(nowEpochMs + tombstoneMs) },
    });
    try {
      await budget.undo(signal => database.write.send(command, { abortSignal: signal }));
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable)) throw error;
    }
  };
}
