/**
 * Which networks an account was signed in to from. It is read only where an attempt is blocked: strangers who keep an
 * account or a shared address blocked must not lock its owner out.
 */
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { DatabaseTime } from './database-time.ts';
import { type Database, DatabaseUnavailable } from './dynamodb.ts';
import { readRow } from './read-row.ts';

/** Remembers, and knows, under a key that names no one. */
export interface KnownNetworks {
  remember(key: string, nowEpochMs: number, time: DatabaseTime): Promise<void>;
  isKnown(key: string, nowEpochMs: number, time: DatabaseTime): Promise<boolean>;
}

/** A network is known for 30 days after the latest right password. */
const rememberedSeconds = 30 * 86_400;

/** Known networks in the given table. */
export function createKnownNetworks(database: Database, table: string): KnownNetworks {
  return {
    /** Where it fails, the sign-in need not: the next one remembers. */
    async remember(key, nowEpochMs, time) {
      const command = new PutCommand({
        TableName: table,
        Item: { counter: key, expires_at: Math.floor(nowEpochMs / 1000) + rememberedSeconds },
      });
      try {
        await time.spend(signal => database.write.send(command, { abortSignal: signal }));
      } catch (error) {
        if (!(error instanceof DatabaseUnavailable)) throw error;
      }
    },

    async isKnown(key, nowEpochMs, time) {
      const row = await readRow(database, table, { counter: key }, time);
      // DynamoDB removes expired rows days late.
      return Number(row?.['expires_at'] ?? 0) * 1000 > nowEpochMs;
    },
  };
}
