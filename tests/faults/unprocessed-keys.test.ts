/** DynamoDB throttles one item of several: it answers with success, and leaves that item out. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cheapHash, createCheapBcrypt } from '../support/cheap-bcrypt.ts';
import { signInEvent } from '../support/event-builder.ts';
import {
  type DatabaseConnection,
  type Fault,
  type FaultyDatabase,
  readOfSignIn,
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
  database = await startFaultyDatabase();
  connection = database.connect();
  api = await startFunction(connection.settings, { database, bcrypt });
});
afterAll(async () => {
  await api.stop();
  await database.stop();
});
beforeEach(async () => {
  users += 1;
  await api.putUser({ username: `user.${users}`, id: users, password: cheapHash(password, 10) });
  connection.calls.length = 0;
});

const signIn = () => api.call(signInEvent({ username: `user.${users}`, password }));

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
  ['the user', tables.USERS_TABLE],
  ['the counters', tables.ATTEMPTS_TABLE],
])('a sign-in whose read leaves out %s', (_what, table) => {
  it('reads again, and succeeds', async () => {
    connection.plannedFault = { identity: readOfSignIn, reach: 'once', fault: leavesOut(table) };
    expect((await signIn()).status).toBe(200);
    expect(connection.calls.filter(({ identity }) => identity === readOfSignIn)).toHaveLength(2);
  });

  it('ends with 503 if all repeats do so too, and has compared and counted nothing', async () => {
    connection.plannedFault = {
      identity: readOfSignIn,
      reach: 'with its repeats',
      fault: leavesOut(table),
    };
    const before = bcrypt.guesses();
    expect(await signIn()).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    expect(api.log.at(-1)?.['error']).toContain('UnprocessedKeys: DynamoDB throttles');
    expect(bcrypt.guesses()).toBe(before);
    expect(connection.calls.map(({ identity }) => identity)).toEqual(Array(3).fill(readOfSignIn));
  });
});
