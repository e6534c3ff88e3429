/**
 * The limit of failures from one network, against trying one password on many names. It counts in windows of ten
 * minutes, each a row of its own, so there is nothing to reset. A success gives back its own place and no more:
 * whoever owns one account must not be able to wash an address clean with it.
 */
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { writeIf } from './conditional-write.ts';
import type { DatabaseTime } from './database-time.ts';
import { type Database, DatabaseUnavailable, isConditionFailure } from './dynamodb.ts';
import type { Look } from './place.ts';
import type { Pseudonym } from './pseudonyms.ts';
import { readRow } from './read-row.ts';

/** A reserved attempt: the window that it was counted in. */
export interface NetworkPlace {
  readonly counter: string;
}

/** Counts attempts of a network. */
export interface NetworkCounter {
  look(network: string, nowEpochMs: number, time: DatabaseTime): Promise<Look<NetworkPlace>>;
  giveBack(place: NetworkPlace, time: DatabaseTime): Promise<void>;
}

/** The window in which failures are counted. */
const windowMs = 600_000;

const isNew = 'attribute_not_exists(#counter)';
const hasPlace = 'n < open_to';
const isStillThere = 'attribute_exists(open_to)';

/** The counters of networks in the given table. */
export function createNetworkCounter(
  database: Database,
  table: string,
  maxAttempts: number,
  pseudonym: Pseudonym,
): NetworkCounter {
  return {
    /** One write where a place is free; one more read where none is. */
    async look(network, nowEpochMs, time) {
      const window = Math.floor(nowEpochMs / windowMs);
      const windowEndsAt = (window + 1) * windowMs;
      const counter = pseudonym(`network ${network} ${window}`);
      const reserve = new UpdateCommand({
        TableName: table,
        Key: { counter },
        UpdateExpression:
          'SET n = if_not_exists(n, :zero) + :one, open_to = if_not_exists(open_to, :max), reserved_at = :now, expires_at = :expires',
        ConditionExpression: `${isNew} OR ${hasPlace}`,
        ExpressionAttributeNames: { '#counter': 'counter' },
        ExpressionAttributeValues: {
          ':zero': 0,
          ':one': 1,
          ':max': maxAttempts,
          ':now': nowEpochMs,
          ':expires': windowEndsAt / 1000,
        },
      });
      if ((await writeIf(database, reserve, time)) !== null) return { taken: true, place: { counter } };
      const row = await readRow(database, table, { counter }, time);
      return {
        taken: false,
        nextPlaceAtEpochMs: windowEndsAt,
        latestAttemptAtEpochMs: Number(row?.['reserved_at'] ?? nowEpochMs),
        progress: Number(row?.['open_to'] ?? 0),
      };
    },

    /**
     * Opens one place more. This is sent once: sent twice it would give away a guess. Where it fails the network has a
     * place less until the window ends, which refuses nobody a sign-in that succeeded. A window that has ended may be
     * gone, and needs nothing back.
     */
    async giveBack({ counter }, time) {
      const open = new UpdateCommand({
        TableName: table,
        Key: { counter },
        UpdateExpression: 'SET open_to = open_to + :one',
        ConditionExpression: isStillThere,
        ExpressionAttributeValues: { ':one': 1 },
      });
      try {
        await time.spend(signal => database.writeOnce.send(open, { abortSignal: signal }));
      } catch (error) {
        if (!(error instanceof DatabaseUnavailable || isConditionFailure(error))) throw error;
      }
    },
  };
}
