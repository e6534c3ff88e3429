/**
 * The networks from which an account was signed in to. They are read only if an attempt is blocked: strangers who keep
 * an account or a shared address blocked must not lock out its owner.
 */
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { DatabaseUnavailable } from '../database/database-unavailable.ts';
import type { Database } from '../database/dynamodb-client.ts';
import { readItem } from '../database/read-item.ts';
import type { DatabaseTimeBudget } from '../database/time-budget.ts';

/** Known networks, under keys that are pseudonyms. */
export interface KnownNetworks {
  remember(key: string, nowEpochMs: number, budget: DatabaseTimeBudget): Promise<void>;
  isKnown(key: string, nowEpochMs: number, budget: DatabaseTimeBudget): Promise<boolean>;
}

/** A network is known for 30 days after the latest sign-in from it. */
const rememberedSeconds = 30 * 86_400;

/** Known networks in the given table. */
export function createKnownNetworks(database: Database, table: string): KnownNetworks {
  return {
    /** If it fails, the sign-in succeeds all the same, and the next one tries again. */
    async remember(key, nowEpochMs, budget) {
      const command = new PutCommand({
        TableName: table,
        Item: { counter: key, expires_at: Math.floor(nowEpochMs / 1000) + rememberedSeconds },
      });
      try {
        await budget.spend(signal => database.write.send(command, { abortSignal: signal }));
      } catch (error) {
        if (!(error instanceof DatabaseUnavailable)) throw error;
      }
    },

    async isKnown(key, nowEpochMs, budget) {
      const item = await readItem(database, table, { counter: key }, budget);
      // DynamoDB removes expired items days late.
      return Number(item?.['expires_at'] ?? 0) * 1000 > nowEpochMs;
    },
  };
}
