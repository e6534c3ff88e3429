/**
 * The guessing limit of one name. An attempt is a failure from the moment it is written down, before any password is
 * compared, until a success settles it; so the limit is exact however many functions run, and a crash leaves a failure
 * behind, never a free guess. A name that does not exist is counted like one that does.
 *
 * The row: `n` is the ordinal of the latest attempt, `since` that of the latest success, `open_to` the ordinal up to
 * which attempts need not wait. All three only grow, so a write that the SDK repeats gives no guess away, and a success
 * clears the failures before it and none after it. `began_at` is when the row was made: one that expired is made anew
 * and counts from 1 again, so an ordinal means nothing without it.
 */
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { writeIf } from './conditional-write.ts';
import type { DatabaseTime } from './database-time.ts';
import type { Database } from './dynamodb.ts';
import type { Look } from './place.ts';
import { readRow } from './read-row.ts';

/** How many failures are free, and how many there can be in a row. */
export interface AccountRules {
  readonly freeAttempts: number;
  readonly maxAttempts: number;
}

/** A reserved attempt: which one, and how many failures in a row there are if it is one too. */
export interface AccountPlace {
  readonly ordinal: number;
  readonly failures: number;
  /** Which row gave it: ordinals begin anew with each. */
  readonly rowBeganAtEpochMs: number;
}

/** Counts attempts under a key that names no one. */
export interface AccountCounter {
  look(counter: string, nowEpochMs: number, time: DatabaseTime): Promise<Look<AccountPlace>>;
  settle(counter: string, place: AccountPlace, time: DatabaseTime): Promise<void>;
}

/** Failures are forgotten a day after the last one. */
const forgottenAfterMs = 86_400_000;

/** The longest wait between two attempts. */
const maxBackoffMs = 900_000;

interface Row {
  readonly n: number;
  readonly since: number;
  readonly open_to: number;
  readonly reserved_at: number;
}

/** A row that was there when a place was asked for, and has expired since. */
const noRow: Row = { n: 0, since: 0, open_to: 0, reserved_at: 0 };

/**
 * When the next place opens after those that are used up: 2^(failures - free) seconds after the latest attempt, at most
 * 15 minutes, so 1 s after the fifth failure, 2 s after the sixth; after the last admitted failure, a day.
 */
function nextPlaceAt(row: Row, rules: AccountRules): number {
  const failures = row.n - row.since;
  if (failures >= rules.maxAttempts) return row.reserved_at + forgottenAfterMs;
  return row.reserved_at + Math.min(1000 * 2 ** (failures - rules.freeAttempts), maxBackoffMs);
}

const isNew = 'attribute_not_exists(#counter)';
const hasPlace = 'n < open_to AND reserved_at > :forgotten';
const isRowOfPlace = 'began_at = :began_at';
const isNewestSuccess = 'since < :ordinal';
const isAsRead = 'n = :n AND since = :since AND open_to = :open_to AND reserved_at = :reserved_at';

/** The counters of accounts in the given table. */
export function createAccountCounter(database: Database, table: string, rules: AccountRules): AccountCounter {
  const at = (nowEpochMs: number) => ({
    ':now': nowEpochMs,
    ':expires': Math.ceil((nowEpochMs + forgottenAfterMs) / 1000),
  });

  /** The write; null where its condition did not hold. */
  async function update(
    counter: string,
    expression: {
      set: string;
      condition: string;
      values: Record<string, number>;
      names?: Record<string, string>;
    },
    time: DatabaseTime,
  ): Promise<AccountPlace | null> {
    const command = new UpdateCommand({
      TableName: table,
      Key: { counter },
      UpdateExpression: `SET ${expression.set}`,
      ConditionExpression: expression.condition,
      ExpressionAttributeNames: expression.names,
      ExpressionAttributeValues: expression.values,
      ReturnValues: 'ALL_NEW',
    });
    const row = await writeIf(database, command, time);
    if (row === null) return null;
    const ordinal = Number(row['n']);
    return {
      ordinal,
      failures: ordinal - Number(row['since']),
      rowBeganAtEpochMs: Number(row['began_at']),
    };
  }

  const reserveFree = (counter: string, nowEpochMs: number, time: DatabaseTime) =>
    update(
      counter,
      {
        set: 'n = if_not_exists(n, :zero) + :one, since = if_not_exists(since, :zero), open_to = if_not_exists(open_to, :free), began_at = if_not_exists(began_at, :now), reserved_at = :now, expires_at = :expires',
        condition: `${isNew} OR (${hasPlace})`,
        names: { '#counter': 'counter' },
        values: {
          ...at(nowEpochMs),
          ':zero': 0,
          ':one': 1,
          ':free': rules.freeAttempts,
          ':forgotten': nowEpochMs - forgottenAfterMs,
        },
      },
      time,
    );

  /** Takes the next place under the condition that nothing happened since the row was read. */
  const reserveNext = (
    counter: string,
    row: Row,
    next: { since: number; openTo: number },
    nowEpochMs: number,
    time: DatabaseTime,
  ) =>
    update(
      counter,
      {
        set: 'n = :next, since = :next_since, open_to = :next_open_to, reserved_at = :now, expires_at = :expires',
        condition: isAsRead,
        values: {
          ...at(nowEpochMs),
          ':n': row.n,
          ':since': row.since,
          ':open_to': row.open_to,
          ':reserved_at': row.reserved_at,
          ':next': row.n + 1,
          ':next_since': next.since,
          ':next_open_to': next.openTo,
        },
      },
      time,
    );

  return {
    /** One look: one write where a place is free; one more read, and perhaps one more write, where none is. */
    async look(counter, nowEpochMs, time) {
      const free = await reserveFree(counter, nowEpochMs, time);
      if (free !== null) return { taken: true, place: free };

      const row = (await readRow<Row>(database, table, { counter }, time)) ?? noRow;
      const isForgotten = row.reserved_at + forgottenAfterMs <= nowEpochMs;
      const nextPlaceAtEpochMs = nextPlaceAt(row, rules);
      const next = isForgotten
        ? { since: row.n, openTo: row.n + rules.freeAttempts }
        : { since: row.since, openTo: row.open_to };
      const isOpen = isForgotten || nextPlaceAtEpochMs <= nowEpochMs;
      if (isOpen) {
        const place = await reserveNext(counter, row, next, nowEpochMs, time);
        if (place !== null) return { taken: true, place };
      }
      return {
        taken: false,
        nextPlaceAtEpochMs,
        // An open place that could not be taken went this moment to somebody who may succeed.
        latestAttemptAtEpochMs: isOpen ? nowEpochMs : row.reserved_at,
        progress: row.since,
      };
    },

    /** Marks an attempt as a success: failures before it are forgiven, and places open anew after it. */
    async settle(counter, { ordinal, rowBeganAtEpochMs }, time) {
      await update(
        counter,
        {
          set: 'since = :ordinal, open_to = :open_to',
          condition: `${isRowOfPlace} AND ${isNewestSuccess}`,
          values: {
            ':began_at': rowBeganAtEpochMs,
            ':ordinal': ordinal,
            ':open_to': ordinal + rules.freeAttempts,
          },
        },
        time,
      );
    },
  };
}
