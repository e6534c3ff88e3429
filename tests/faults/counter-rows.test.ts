/** What happens to the row of a counter between a write that found no place in it and the read that tells why. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectDatabase } from '../../lib/database/dynamodb-client.ts';
import { createDatabaseTimeBudget } from '../../lib/database/time-budget.ts';
import { createAccountCounter } from '../../lib/rate-limit/account-counter.ts';
import { createNetworkCounter } from '../../lib/rate-limit/network-counter.ts';
import {
  type DatabaseLine,
  type Fault,
  type FaultyDatabase,
  heldUntilAfter,
  rowGone,
  startFaultyDatabase,
} from '../support/faulty-database.ts';
import { startFunction, type TestFunction, tables } from '../support/function.ts';

const nowEpochMs = 1_569_254_437_000;
const windowEndsAt = 1_569_255_000_000;
const time = createDatabaseTimeBudget(() => 0);

let database: FaultyDatabase;
let line: DatabaseLine;
let api: TestFunction;
let counter = '';
beforeAll(async () => {
  database = await startFaultyDatabase();
  line = database.line();
  api = await startFunction(line.settings, { database });
});
afterAll(async () => {
  await api.stop();
  await database.stop();
});
beforeEach(({ task }) => {
  counter = task.id;
  line.trouble = null;
});

function atTheRead(fault: Fault): void {
  line.calls.length = 0;
  line.trouble = { identity: `GetItem ${tables.ATTEMPTS_TABLE} `, reach: 'once', fault };
}

describe('the counter of an account', () => {
  const accounts = () =>
    createAccountCounter(connectDatabase(), line.settings['ATTEMPTS_TABLE'] ?? '', {
      freeAttempts: 5,
      maxAttempts: 100,
    });
  const look = () => accounts().reserve(counter, nowEpochMs, time);
  async function takeAllFree() {
    const looks = [await look(), await look(), await look(), await look(), await look()];
    return looks.map(found => (found.reserved ? found.slot : null));
  }

  it('that a success opens at that moment, is full of free places again', async () => {
    const places = await takeAllFree();
    const last = places[4];
    if (!last) throw new Error('There are five places');
    atTheRead(heldUntilAfter(() => accounts().recordSuccess(counter, last, time)));
    expect(await look()).toEqual({
      reserved: false,
      nextSlotAtEpochMs: expect.any(Number),
      latestAttemptAtEpochMs: nowEpochMs,
      progress: 5,
    });
    expect((await takeAllFree()).map(place => place?.ordinal)).toEqual([6, 7, 8, 9, 10]);
    expect(await look()).toMatchObject({ reserved: false });
  });

  it('that expires at that moment, is worth another look', async () => {
    await takeAllFree();
    atTheRead(rowGone);
    expect(await look()).toMatchObject({
      reserved: false,
      latestAttemptAtEpochMs: nowEpochMs,
      progress: 0,
    });
  });
});

describe('the counter of a network', () => {
  const networks = () =>
    createNetworkCounter(connectDatabase(), line.settings['ATTEMPTS_TABLE'] ?? '', 1, key => key);
  const look = (at = nowEpochMs) => networks().reserve(counter, at, time);

  it('tells when the latest place was taken, and grows with each that is given back', async () => {
    const first = await look();
    expect(await look(nowEpochMs + 10)).toEqual({
      reserved: false,
      nextSlotAtEpochMs: windowEndsAt,
      latestAttemptAtEpochMs: nowEpochMs,
      progress: 1,
    });
    if (first.reserved) await networks().release(first.slot, time);
    expect(await look(nowEpochMs + 20)).toMatchObject({ reserved: true });
    expect(await look(nowEpochMs + 30)).toMatchObject({
      reserved: false,
      latestAttemptAtEpochMs: nowEpochMs + 20,
      progress: 2,
    });
  });

  it('that expires at that moment, is worth another look', async () => {
    await look();
    atTheRead(rowGone);
    expect(await look(nowEpochMs + 10)).toEqual({
      reserved: false,
      nextSlotAtEpochMs: windowEndsAt,
      latestAttemptAtEpochMs: nowEpochMs + 10,
      progress: 0,
    });
  });

  it('needs nothing back where its window has expired', async () => {
    await networks().release({ counter }, time);
    expect((await api.attempts()).filter(row => row['counter'] === counter)).toEqual([]);
  });
});
