/** DynamoDB throttles one item of several: it answers with success, and leaves that item out. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createConnectionPool } from '../../lib/database/connection-pool.ts';
import { connectDatabase } from '../../lib/database/dynamodb-client.ts';
import { readItem } from '../../lib/database/read-item.ts';
import { createDatabaseTimeBudget } from '../../lib/database/time-budget.ts';
import { cheapHash, createCheapBcrypt } from '../support/cheap-bcrypt.ts';
import { signInEvent } from '../support/event-builder.ts';
import {
  type DatabaseConnection,
  type Fault,
  type FaultyDatabase,
  faults,
  readOfCounters,
  readOfDevice,
  startFaultyDatabase,
  withAnswer,
} from '../support/faulty-database.ts';
import { startFunction, type TestFunction, tables } from '../support/test-function.ts';

const password = 'Password1234!';
const bcrypt = createCheapBcrypt();

let database: FaultyDatabase;
let connection: DatabaseConnection;
let api: TestFunction;
let users = 0;
beforeAll(async () => {
  // The SDK's pauses are random, up to a maximum.
  vi.spyOn(Math, 'random').mockReturnValue(0);
  database = await startFaultyDatabase();
  connection = database.connect();
  api = await startFunction(connection.settings, { database, bcrypt });
});
afterAll(async () => {
  vi.restoreAllMocks();
  await api.stop();
  await database.stop();
});
beforeEach(async () => {
  users += 1;
  await api.putUser({ username: `user.${users}`, id: users, password: cheapHash(password, 10) });
  connection.plannedFault = null;
  connection.calls.length = 0;
});

/** A sign-in, from a device that the user knows if the read is the one of a device. */
async function signIn(read: string) {
  const event = (headers = {}) =>
    signInEvent(
      { username: `user.${users}`, password },
      { headers: { 'content-type': 'application/json', ...headers } },
    );
  if (read === readOfCounters) return () => api.call(event());
  const { headers } = await api.call(event());
  connection.calls.length = 0;
  return () => api.call(event({ 'x-device-token': headers['x-device-token'] }));
}

/** What a read of several tables answers; the proxy forwards it unchecked. */
interface Answer {
  readonly Responses: Readonly<Record<string, readonly unknown[]>>;
}

/** Leaves out all that was asked for of one table. */
const leavesOut = (table: string): Fault =>
  withAnswer(body => {
    const { Responses } = JSON.parse(body) as Answer;
    const named = Object.keys(Responses).find(name => name.endsWith(table)) ?? '';
    const UnprocessedKeys = { [named]: { Keys: [{ of: { S: table } }] } };
    return JSON.stringify({ Responses: { ...Responses, [named]: [] }, UnprocessedKeys });
  });

describe.each([
  ['the counters', tables.ATTEMPTS_TABLE, readOfCounters, 0],
  ['the counter of the device', tables.ATTEMPTS_TABLE, readOfDevice, 1],
  ['the user', tables.USERS_TABLE, readOfDevice, 1],
])('a sign-in whose read leaves out %s', (_what, table, identity, writes) => {
  const reads = () => connection.calls.filter(call => call.identity === identity).length;

  it('reads again, and succeeds', async () => {
    const begin = await signIn(identity);
    connection.plannedFault = { identity, reach: 'once', fault: leavesOut(table) };
    expect((await begin()).status).toBe(200);
    expect(reads()).toBe(2);
  });

  it('ends with 503 if all repeats do so too, and has compared nothing', async () => {
    const begin = await signIn(identity);
    connection.plannedFault = { identity, reach: 'with its repeats', fault: leavesOut(table) };
    const before = bcrypt.guesses();
    expect(await begin()).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    expect(api.log.at(-1)?.['error']).toContain('UnprocessedKeys: DynamoDB throttles');
    expect(bcrypt.guesses()).toBe(before);
    expect(reads()).toBe(3);
    // A device tries for a slot at its first look.
    expect(connection.calls).toHaveLength(3 + writes);
  });
});

describe('the idle connections', () => {
  it.each([
    ['stay, since the database has answered', 'items are left out', leavesOut(tables.ATTEMPTS_TABLE), 0],
    ['are closed, since they may be dead too', 'a connection is cut', faults['cut before it was done'], 1],
  ])('%s, if %s', async (_fate, _case, fault, times) => {
    const pool = createConnectionPool();
    let closed = 0;
    const closeIdle = () => {
      closed += 1;
      pool.closeIdle();
    };
    const counters = connectDatabase({ ...pool, closeIdle });
    const budget = createDatabaseTimeBudget(() => 0);
    const table = connection.settings['ATTEMPTS_TABLE'] ?? '';
    connection.plannedFault = { identity: readOfCounters, reach: 'once', fault };
    await Promise.all(['one', 'two'].map(counter => readItem(counters, table, { counter }, budget)));
    expect(closed).toBe(times);
  });
});
