/**
 * An outage of the database leaves nothing behind in the SDK that would stop it from repeating calls
 * (aws/aws-sdk-js-v3#4754).
 */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { cheapHash, createCheapBcrypt } from '../support/cheap-bcrypt.ts';
import { signInEvent } from '../support/event-builder.ts';
import {
  type DatabaseConnection,
  type FaultyDatabase,
  faults,
  startFaultyDatabase,
} from '../support/faulty-database.ts';
import { startFunction, type TestFunction, tables } from '../support/test-function.ts';

const password = 'Password1234!';
const readUser = `GetItem ${tables.USERS_TABLE} `;
const requestsOfOutage = 60;

let database: FaultyDatabase;
let connection: DatabaseConnection;
let api: TestFunction;
beforeAll(async () => {
  // The SDK's pauses are random, up to a maximum.
  vi.spyOn(Math, 'random').mockReturnValue(0);
  database = await startFaultyDatabase();
  connection = database.connect();
  api = await startFunction(connection.settings, { database, bcrypt: createCheapBcrypt() });
  await api.putUser({ username: 'st.huber', id: 33, password: cheapHash(password, 10) });
});
afterAll(async () => {
  vi.restoreAllMocks();
  await api.stop();
  await database.stop();
});

const signIn = () => api.call(signInEvent({ username: 'st.huber', password }));

it('a call is repeated as often after an outage as before', async () => {
  connection.plannedFault = {
    identity: readUser,
    reach: 'with its repeats',
    fault: faults['cut before it was done'],
  };
  for (let request = 0; request < requestsOfOutage; request++) {
    connection.calls.length = 0;
    expect((await signIn()).status).toBe(503);
    expect(connection.calls.filter(({ identity }) => identity === readUser)).toHaveLength(3);
    // The failures of the outage must not block the account.
    api.clock.advance(86_400_000);
  }
  connection.calls.length = 0;
  connection.plannedFault = { identity: readUser, reach: 'once', fault: faults['cut before it was done'] };
  expect((await signIn()).status).toBe(200);
});
