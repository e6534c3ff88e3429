import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cheapHash, createCheapBcrypt } from '../../support/cheap-bcrypt.ts';
import { routeEvent, signInEvent } from '../../support/event-builder.ts';
import {
  type DatabaseConnection,
  type FaultyDatabase,
  readOfCounters,
  readOfDevice,
  startFaultyDatabase,
  withAnswer,
} from '../../support/faulty-database.ts';
import { startFunction, type TestFunction, tables } from '../../support/test-function.ts';

const username = 'st.huber';
const password = 'Password1234!';
const bcrypt = createCheapBcrypt();

let database: FaultyDatabase;
let connection: DatabaseConnection;
let api: TestFunction;
beforeAll(async () => {
  database = await startFaultyDatabase();
  connection = database.connect();
  api = await startFunction(connection.settings, { database, bcrypt });
  await api.putUser({ username, id: 33, password: cheapHash(password, 10) });
});
afterAll(async () => {
  await api.stop();
  await database.stop();
});
beforeEach(() => {
  connection.plannedFault = null;
});

const signIn = (headers = {}) =>
  api.call(
    signInEvent({ username, password }, { headers: { 'content-type': 'application/json', ...headers } }),
  );

describe.each([
  ['the counters', readOfCounters],
  ['a device and its user', readOfDevice],
])('a read of %s that is answered with an empty object', (_what, identity) => {
  const fault = withAnswer(() => '{}');
  const shown = async () =>
    identity === readOfDevice ? { 'x-device-token': (await signIn()).headers['x-device-token'] } : {};

  it('is sent again', async () => {
    const headers = await shown();
    connection.plannedFault = { identity, reach: 'once', fault };
    connection.calls.length = 0;
    expect((await signIn(headers)).status).toBe(200);
    expect(connection.calls.filter(call => call.identity === identity)).toHaveLength(2);
  });

  it('does not mean that nothing exists: it ends in 503 if all repeats are answered so, and nothing is compared', async () => {
    const headers = await shown();
    connection.plannedFault = { identity, reach: 'with its repeats', fault };
    const before = bcrypt.guesses();
    expect(await signIn(headers)).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    expect(api.log.at(-1)?.['error']).toContain('ForeignResponse');
    expect(bcrypt.guesses()).toBe(before);
  });
});

it('a list of sessions that is answered with an empty object is not an empty list', async () => {
  const { body } = await signIn();
  connection.plannedFault = {
    identity: `Query ${tables.SESSIONS_TABLE} `,
    reach: 'with its repeats',
    fault: withAnswer(() => '{}'),
  };
  const answer = await api.call(routeEvent('GET /api/auth/sessions', { token: String(body['token']) }));
  expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
  expect(api.log.at(-1)?.['error']).toContain('ForeignResponse');
});
