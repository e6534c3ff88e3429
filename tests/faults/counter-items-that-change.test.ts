/**
 * The item of a counter changes between the look at it and the write, or between the write and the end of the attempt.
 */
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectDatabase } from '../../lib/database/dynamodb-client.ts';
import { createDatabaseTimeBudget } from '../../lib/database/time-budget.ts';
import { createAccountCounter } from '../../lib/rate-limit/account-counter.ts';
import { createNetworkCounter } from '../../lib/rate-limit/network-counter.ts';
import type { Slot } from '../../lib/rate-limit/slot.ts';
import {
  type DatabaseConnection,
  type FaultyDatabase,
  faults,
  startFaultyDatabase,
} from '../support/faulty-database.ts';
import { startFunction, type TestFunction, tables } from '../support/test-function.ts';

const nowEpochMs = 1_569_254_437_000;
const windowEndsAt = 1_569_255_000_000;
const time = createDatabaseTimeBudget(() => 0);

let database: FaultyDatabase;
let connection: DatabaseConnection;
let api: TestFunction;
let counter = '';
beforeAll(async () => {
  database = await startFaultyDatabase();
  connection = database.connect();
  api = await startFunction(connection.settings, { database });
});
afterAll(async () => {
  await api.stop();
  await database.stop();
});
beforeEach(({ task }) => {
  counter = task.id;
  connection.plannedFault = null;
});

/** What DynamoDB does with an item that has expired, and `npm run users -- unblock` with any. */
async function remove(key: string): Promise<void> {
  await connectDatabase().write.send(
    new DeleteCommand({ TableName: attemptsTable(), Key: { counter: key } }),
  );
}

const policy = { freeAttempts: 5, maxAttempts: 100, forgivenEveryMs: 1_800_000 };
const attemptsTable = () => connection.settings['ATTEMPTS_TABLE'] ?? '';

describe('the counter of an account', () => {
  const account = () => createAccountCounter(connectDatabase(), attemptsTable(), 'account', counter, policy);
  const reserve = async () => (await account().look(time)).reserve(nowEpochMs, time);
  const item = async () => (await api.attempts()).find(found => found['counter'] === counter);
  const afterFailures = (count: number) => nowEpochMs + count * policy.forgivenEveryMs;

  it('has a free slot again if one is given back between the look and the write', async () => {
    const slots = [await reserve(), await reserve(), await reserve(), await reserve()];
    const look = await account().look(time);
    expect(await reserve()).not.toBeNull();
    await slots[0]?.giveBack(nowEpochMs, time);
    expect(await look.reserve(nowEpochMs, time)).toMatchObject({ failures: 5 });
    expect(await item()).toMatchObject({ forgiven_at: afterFailures(5) });
  });

  it('admits one of two that saw the same slot open', async () => {
    for (let i = 0; i < 5; i++) await reserve();
    const [one, other] = [await account().look(time), await account().look(time)];
    const later = nowEpochMs + 1000;
    expect(await one.reserve(later, time)).toMatchObject({ failures: 6 });
    expect(await other.reserve(later, time)).toBeNull();
    expect(await one.reserve(later, time)).toBeNull();
  });

  it('admits both of two that saw the same free slots', async () => {
    await reserve();
    const [one, other] = [await account().look(time), await account().look(time)];
    expect(await one.reserve(nowEpochMs, time)).toMatchObject({ failures: 2 });
    expect(await other.reserve(nowEpochMs, time)).toMatchObject({ failures: 3 });
  });

  it('admits as many as are free of those that saw nothing counted, each with one look', async () => {
    const looks = await Promise.all(Array.from({ length: 7 }, () => account().look(time)));
    const slots: (Slot | null)[] = [];
    for (const look of looks) slots.push(await look.reserve(nowEpochMs, time));
    expect(slots.map(slot => slot?.failures)).toEqual([1, 2, 3, 4, 5, undefined, undefined]);
    expect(await item()).toMatchObject({ forgiven_at: afterFailures(5), began_at: nowEpochMs });
  });

  it('has a first slot again if all that stood is given back between the look and the write', async () => {
    const slot = await reserve();
    const look = await account().look(time);
    await slot?.giveBack(nowEpochMs, time);
    expect(await look.reserve(nowEpochMs + 1, time)).toMatchObject({ failures: 1 });
    expect(await item()).toMatchObject({ forgiven_at: afterFailures(1) + 1, began_at: nowEpochMs + 1 });
  });

  it('admits one of two that saw the last free slot', async () => {
    for (let i = 0; i < 4; i++) await reserve();
    const [one, other] = [await account().look(time), await account().look(time)];
    expect(await one.reserve(nowEpochMs, time)).toMatchObject({ failures: 5 });
    expect(await other.reserve(nowEpochMs, time)).toBeNull();
    expect(await item()).toMatchObject({ forgiven_at: afterFailures(5) });
  });

  it('reserves nothing for one that saw no slot open', async () => {
    for (let i = 0; i < 5; i++) await reserve();
    const look = await account().look(time);
    expect(await look.reserve(nowEpochMs + 999, time)).toBeNull();
    expect(await item()).toMatchObject({ forgiven_at: afterFailures(5) });
    expect(await look.reserve(nowEpochMs + 1000, time)).not.toBeNull();
  });

  it('reserves nothing if its item was removed between the look and the write', async () => {
    await reserve();
    const look = await account().look(time);
    await remove(counter);
    expect(await look.reserve(nowEpochMs, time)).toBeNull();
    expect(await reserve()).toMatchObject({ failures: 1 });
  });

  it('is not changed by a slot of an item that was removed since', async () => {
    const slot = await reserve();
    await remove(counter);
    const later = nowEpochMs + 1;
    await (await account().look(time)).reserve(later, time);
    await slot?.giveBack(later, time);
    expect(await item()).toMatchObject({ forgiven_at: later + policy.forgivenEveryMs });
  });

  it('gives back only the failure, and not the time of the wait, if somebody else waits already', async () => {
    for (let i = 0; i < 5; i++) await reserve();
    const sixth = await (await account().look(time)).reserve(nowEpochMs + 1000, time);
    const seventh = await (await account().look(time)).reserve(nowEpochMs + 3000, time);
    await sixth?.giveBack(nowEpochMs + 3500, time);
    expect(await item()).toMatchObject({ forgiven_at: afterFailures(6), reserved_at: nowEpochMs + 3000 });
    await seventh?.giveBack(nowEpochMs + 3500, time);
    expect(await item()).toMatchObject({ forgiven_at: afterFailures(5), reserved_at: nowEpochMs + 1000 });
  });

  it('gives a slot back once, also if the response to that is lost', async () => {
    for (let i = 0; i < 5; i++) await reserve();
    const sixth = await (await account().look(time)).reserve(nowEpochMs + 1000, time);
    connection.calls.length = 0;
    connection.plannedFault = {
      identity: `UpdateItem ${tables.ATTEMPTS_TABLE} SET forgiven_at = forgiven_at - :one, reserved_at = :reserved_before`,
      reach: 'with its repeats',
      fault: faults['cut after it was done'],
    };
    await sixth?.giveBack(nowEpochMs + 1000, time);
    expect(connection.calls).toHaveLength(1);
    expect(await item()).toMatchObject({ forgiven_at: afterFailures(5) });
  });
});

describe('the counter of a network', () => {
  const network = (max = 1) =>
    createNetworkCounter(connectDatabase(), attemptsTable(), counter, max, nowEpochMs);
  const reserve = async (at = nowEpochMs) => (await network().look(time)).reserve(at, time);

  it('admits one of two that saw the same slot open', async () => {
    const [one, other] = [await network().look(time), await network().look(time)];
    expect(await one.reserve(nowEpochMs, time)).not.toBeNull();
    expect(await other.reserve(nowEpochMs, time)).toBeNull();
  });

  it('says when the latest slot was reserved, and when the next one opens', async () => {
    const first = await reserve();
    expect(await network().look(time)).toMatchObject({
      nextSlotAtEpochMs: windowEndsAt,
      latestAttemptAtEpochMs: nowEpochMs,
    });
    await first?.giveBack(nowEpochMs, time);
    expect(await reserve(nowEpochMs + 20)).not.toBeNull();
    expect(await network().look(time)).toMatchObject({
      nextSlotAtEpochMs: windowEndsAt,
      latestAttemptAtEpochMs: nowEpochMs + 20,
    });
  });

  it('ignores a slot that is given back after its item was removed', async () => {
    const slot = await reserve();
    await remove(counter);
    await slot?.giveBack(nowEpochMs, time);
    expect((await api.attempts()).filter(item => item['counter'] === counter)).toEqual([]);
  });
});
