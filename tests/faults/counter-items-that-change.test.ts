/** The item of a counter changes after a write found no free slot in it, and before the read that finds out why. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectDatabase } from '../../lib/database/dynamodb-client.ts';
import { createDatabaseTimeBudget } from '../../lib/database/time-budget.ts';
import { createAccountCounter } from '../../lib/rate-limit/account-counter.ts';
import { createNetworkCounter } from '../../lib/rate-limit/network-counter.ts';
import {
  type DatabaseConnection,
  type Fault,
  type FaultyDatabase,
  heldUntilAfter,
  itemGone,
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

function planForTheRead(fault: Fault): void {
  connection.calls.length = 0;
  connection.plannedFault = { identity: `GetItem ${tables.ATTEMPTS_TABLE} `, reach: 'once', fault };
}

describe('the counter of an account', () => {
  const accounts = () =>
    createAccountCounter(connectDatabase(), connection.settings['ATTEMPTS_TABLE'] ?? '', {
      freeAttempts: 5,
      maxAttempts: 100,
    });
  const reserve = () => accounts().reserve(counter, nowEpochMs, time);
  async function reserveAllFree() {
    const lookups = [await reserve(), await reserve(), await reserve(), await reserve(), await reserve()];
    return lookups.map(found => (found.reserved ? found.slot : null));
  }

  it('has free slots again if a success clears it at that moment', async () => {
    const slots = await reserveAllFree();
    const last = slots[4];
    if (!last) throw new Error('There are five slots');
    planForTheRead(heldUntilAfter(() => accounts().recordSuccess(counter, last, time)));
    expect(await reserve()).toEqual({
      reserved: false,
      nextSlotAtEpochMs: expect.any(Number),
      latestAttemptAtEpochMs: nowEpochMs,
      progress: 5,
    });
    expect((await reserveAllFree()).map(slot => slot?.ordinal)).toEqual([6, 7, 8, 9, 10]);
    expect(await reserve()).toMatchObject({ reserved: false });
  });

  it('tells the caller to ask again if its item expires at that moment', async () => {
    await reserveAllFree();
    planForTheRead(itemGone);
    expect(await reserve()).toMatchObject({
      reserved: false,
      latestAttemptAtEpochMs: nowEpochMs,
      progress: 0,
    });
  });
});

describe('the counter of a network', () => {
  const networks = () =>
    createNetworkCounter(connectDatabase(), connection.settings['ATTEMPTS_TABLE'] ?? '', 1, key => key);
  const reserve = (at = nowEpochMs) => networks().reserve(counter, at, time);

  it('says when the latest slot was reserved, and shows progress with each slot that is released', async () => {
    const first = await reserve();
    expect(await reserve(nowEpochMs + 10)).toEqual({
      reserved: false,
      nextSlotAtEpochMs: windowEndsAt,
      latestAttemptAtEpochMs: nowEpochMs,
      progress: 1,
    });
    if (first.reserved) await networks().release(first.slot, time);
    expect(await reserve(nowEpochMs + 20)).toMatchObject({ reserved: true });
    expect(await reserve(nowEpochMs + 30)).toMatchObject({
      reserved: false,
      latestAttemptAtEpochMs: nowEpochMs + 20,
      progress: 2,
    });
  });

  it('tells the caller to ask again if its item expires at that moment', async () => {
    await reserve();
    planForTheRead(itemGone);
    expect(await reserve(nowEpochMs + 10)).toEqual({
      reserved: false,
      nextSlotAtEpochMs: windowEndsAt,
      latestAttemptAtEpochMs: nowEpochMs + 10,
      progress: 0,
    });
  });

  it('ignores a release after its window has expired', async () => {
    await networks().release({ counter }, time);
    expect((await api.attempts()).filter(item => item['counter'] === counter)).toEqual([]);
  });
});
