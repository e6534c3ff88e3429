/**
 * DynamoDB can remove an item the moment that it expires by its own clock, while the clock of an instance is behind. No
 * counter is forgotten by that: it admits what it admits if nothing is ever removed.
 */
import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedDatabase, localCredentials } from '../../dev/embedded-dynamodb.ts';
import { isConditionalCheckFailure } from '../../lib/database/conditional-check-failure.ts';
import { createDatabaseTimeBudget } from '../../lib/database/time-budget.ts';
import { accountForgivenEveryMs } from '../../lib/rate-limit/account-backoff.ts';
import { createAccountCounter } from '../../lib/rate-limit/account-counter.ts';
import { createNetworkCounter, networkWindowAt } from '../../lib/rate-limit/network-counter.ts';
import type { Counter } from '../../lib/rate-limit/slot.ts';
import { startTestDatabase } from '../support/test-database.ts';

const table = 'signin-staging-attempts';
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const startMs = 1_569_254_437_000;

let server: EmbeddedDatabase;
let client: DynamoDBDocumentClient;
beforeAll(async () => {
  server = await startTestDatabase();
  const { endpoint } = server;
  client = DynamoDBDocumentClient.from(
    new DynamoDBClient({ endpoint, region: 'local', credentials: localCredentials, maxAttempts: 1 }),
  );
});
afterAll(async () => {
  client.destroy();
  await server.stop();
});

const time = () => createDatabaseTimeBudget(Date.now, 60_000);

/** Whether a counter admits an attempt, by the clock of an instance. */
async function isAdmitted(counter: Counter, nowEpochMs: number): Promise<boolean> {
  const look = await counter.look(time());
  return look.nextSlotAtEpochMs <= nowEpochMs && (await look.reserve(nowEpochMs, time())) !== null;
}

async function removeIfExpired(counter: string, trueNowEpochMs: number): Promise<void> {
  const command = new DeleteCommand({
    TableName: table,
    Key: { counter },
    ConditionExpression: 'expires_at <= :now',
    ExpressionAttributeValues: { ':now': trueNowEpochMs / 1000 },
  });
  await client.send(command).catch((error: unknown) => {
    if (!isConditionalCheckFailure(error)) throw error;
  });
}

/** An attempt, so long after the one before, on the instance that is on time or on the other one. */
interface Attempt {
  readonly afterMs: number;
  readonly isBehind: boolean;
}

/** How far the other instance is behind, and the attempts. */
interface History {
  readonly lagMs: number;
  readonly attempts: readonly Attempt[];
}

const histories: fc.Arbitrary<History> = fc.record(
  {
    lagMs: fc.oneof(fc.nat({ max: 10 * minuteMs }), fc.nat({ max: 23 * hourMs })),
    attempts: fc.array(
      fc.record<Attempt>(
        {
          afterMs: fc.oneof(
            fc.integer({ min: 0, max: 5 * minuteMs }),
            fc.integer({ min: 0, max: 5 * minuteMs }),
            fc.integer({ min: 0, max: 30 * hourMs }),
          ),
          isBehind: fc.boolean(),
        },
        { noNullPrototype: true },
      ),
      { minLength: 5, maxLength: 20 },
    ),
  },
  { noNullPrototype: true },
);

/** Plays the attempts on a counter whose items go at once, and on one whose items stay. */
async function play(
  { lagMs, attempts }: History,
  counterAt: (name: string, nowEpochMs: number) => Counter,
  keyAt: (name: string, nowEpochMs: number) => string,
): Promise<void> {
  const [removed, kept] = [randomUUID(), randomUUID()];
  const keys = new Set<string>();
  let trueNow = startMs;
  for (const { afterMs, isBehind } of attempts) {
    trueNow += afterMs;
    await Promise.all(Array.from(keys, key => removeIfExpired(key, trueNow)));
    const now = trueNow - (isBehind ? lagMs : 0);
    keys.add(keyAt(removed, now));
    const outcome = await isAdmitted(counterAt(removed, now), now);
    expect(outcome, `${trueNow - startMs} ms after the start`).toBe(
      await isAdmitted(counterAt(kept, now), now),
    );
  }
}

const timeout = 60_000;
const database = () => ({ read: client, write: client, writeOnce: client });

describe('a counter whose items DynamoDB removes as soon as they expire', () => {
  it('is not forgotten early if it is the one of an account', { timeout }, async () => {
    const policy = { freeAttempts: 2, maxAttempts: 4, forgivenEveryMs: accountForgivenEveryMs };
    const counterAt = (name: string) => createAccountCounter(database(), table, 'account', name, policy);
    await fc.assert(
      fc.asyncProperty(histories, history => play(history, counterAt, name => name)),
      { numRuns: 50 },
    );
  });

  it('is not forgotten early if it is the one of a network', { timeout }, async () => {
    const keyAt = (name: string, now: number) => `${name} ${networkWindowAt(now)}`;
    const counterAt = (name: string, now: number) =>
      createNetworkCounter(database(), table, keyAt(name, now), 2, now);
    await fc.assert(
      fc.asyncProperty(histories, history => play(history, counterAt, keyAt)),
      { numRuns: 50 },
    );
  });
});
