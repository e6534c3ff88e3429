/** What happens to the item of a counter between a write that found no slot in it and the read that tells why. */
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
  itemGone,
  startFaultyDatabase,
} from '../support/faulty-database.ts';
import { startFunction, type TestFunction, tables } from '../support/test-function.ts';

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

  it('whose account a success clears at that moment, has free slots again', async () => {
    const slots = await takeAllFree();
    const last = slots[4];
    if (!last) throw new Error('There are five slots');
    atTheRead(heldUntilAfter(() => accounts().recordSuccess(counter, last, time)));
    expect(await look()).toEqual({
      reserved: false,
      nextSlotAtEpochMs: expect.any(Number),
      latestAttemptAtEpochMs: nowEpochMs,
      progress: 5,
    });
    expect((await takeAllFree()).map(slot => slot?.ordinal)).toEqual([6, 7, 8, 9, 10]);
    expect(await look()).toMatchObject({ reserved: false });
  });

  it('whose item expires at that moment, is asked again', async () => {
    await takeAllFree();
    atTheRead(itemGone);
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

  it('says when the latest slot was reserved, and its progress grows with each slot that is released', async () => {
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

  it('whose item expires at that moment, is asked again', async () => {
    await look();
    atTheRead(itemGone);
    expect(await look(nowEpochMs + 10)).toEqual({
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
