/** What an outage of the database leaves behind in the function (aws/aws-sdk-js-v3#4754). */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cheapHash, createCheapBcrypt } from '../support/cheap-bcrypt.ts';
import { signInEvent } from '../support/event-builder.ts';
import {
  type DatabaseLine,
  type FaultyDatabase,
  faults,
  startFaultyDatabase,
} from '../support/faulty-database.ts';
import { startFunction, type TestFunction, tables } from '../support/test-function.ts';

const password = 'Password1234!';
const find = `GetItem ${tables.USERS_TABLE} `;
const requestsOfOutage = 60;

let database: FaultyDatabase;
let line: DatabaseLine;
let api: TestFunction;
beforeAll(async () => {
  database = await startFaultyDatabase();
  line = database.line();
  api = await startFunction(line.settings, { database, bcrypt: createCheapBcrypt() });
  await api.putUser({ username: 'st.huber', id: 33, password: cheapHash(password, 10) });
});
afterAll(async () => {
  await api.stop();
  await database.stop();
});

const signIn = () => api.call(signInEvent({ username: 'st.huber', password }));

it('after an outage, a call is repeated as often as before it', async () => {
  line.trouble = { identity: find, reach: 'with its repeats', fault: faults['cut before it was done'] };
  for (let request = 0; request < requestsOfOutage; request++) {
    line.calls.length = 0;
    expect((await signIn()).status).toBe(503);
    expect(line.calls.filter(({ identity }) => identity === find)).toHaveLength(3);
    // The failures of the outage must not block the account.
    api.clock.advance(86_400_000);
  }
  line.calls.length = 0;
  line.trouble = { identity: find, reach: 'once', fault: faults['cut before it was done'] };
  expect((await signIn()).status).toBe(200);
});
