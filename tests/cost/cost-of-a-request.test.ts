/**
 * What one request of another route than signing in costs at most, in reads and writes of the database, for each kind of
 * response. Repeats of the SDK are not counted: it sends a read three times at most, and a write twice.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cheapHash, createCheapBcrypt } from '../support/cheap-bcrypt.ts';
import { costOf } from '../support/cost-of-calls.ts';
import { routeEvent, signInEvent } from '../support/event-builder.ts';
import { type FaultyDatabase, heldUntilAfter, startFaultyDatabase } from '../support/faulty-database.ts';
import { startFunction, tables } from '../support/test-function.ts';

const password = 'Password1234!';
const hash = cheapHash(password, 10);
const stay = { stay_logged_in: true };
const incorrect = 'username_or_password_incorrect';

let database: FaultyDatabase;
beforeAll(async () => {
  database = await startFaultyDatabase();
});
afterAll(() => database.stop());

/** The same of a change of the password, and which fields of the user and of the body differ. */
const costsOfChanges: [number, number, string, string, object, object][] = [
  [3, 2, incorrect, 'a wrong password', {}, { old_password: 'wrong' }],
  [3, 2, incorrect, 'an unknown name', {}, { username: 'w.huber' }],
  [3, 4, 'not_activated', 'an account that is not activated', { activated: false }, {}],
  [4, 6, 'signed_in', 'a right password', {}, {}],
  [4, 7, 'signed_in', 'a right password, to stay', {}, stay],
];

const routesOfChanges: [string, typeof costsOfChanges][] = [
  [
    'changePassword',
    [...costsOfChanges, [4, 6, 'signed_in', 'no need', { force_password_change: false }, {}]],
  ],
  [
    'changePasswordAfterSignin',
    [
      ...costsOfChanges,
      [3, 4, 'no_password_change_needed_for_user', 'no need', { force_password_change: false }, {}],
    ],
  ],
];

describe.each(routesOfChanges)('one request to %s', (route, costs) => {
  it.each(costs)('costs %i reads and %i writes if it ends in %s: %s', async (reads, writes, ...rest) => {
    const [answer, , user, fields] = rest;
    const connection = database.connect();
    const api = await startFunction({ ...connection.settings }, { database, bcrypt: createCheapBcrypt() });
    await api.putUser({
      username: 'st.huber',
      id: 33,
      password: hash,
      force_password_change: true,
      ...user,
    });
    const body = {
      username: 'st.huber',
      old_password: password,
      new_password: 'a better password',
      ...fields,
    };
    const reply = await api.call(routeEvent(`POST /api/auth/${route}`, { body }));
    await api.stop();
    expect(reply.body['error_code'] ?? 'signed_in').toBe(answer);
    expect(costOf(connection)).toEqual([reads, writes]);
  });
});

describe('one change of a password that another write interrupts', () => {
  const username = 'st.huber';
  const user = { username, id: 33, password: hash, force_password_change: true };
  const write = `UpdateItem ${tables.USERS_TABLE} SET #password = :new, force_password_change = :false, sessions_valid_from = :valid_from REMOVE password_input`;

  it.each([
    [
      'a new hash of the same password each time',
      [6, 9],
      { status: 503 },
      /DatabaseUnavailable: something else was written/,
      () => ({ password: cheapHash(password, 10) }),
    ],
    [
      'another password',
      [5, 8],
      { status: 400 },
      undefined,
      () => ({ password: cheapHash('another one', 10) }),
    ],
    [
      'the end of all sessions',
      [5, 8],
      { status: 503 },
      /DatabaseUnavailable: sessions were ended/,
      () => ({ sessions_valid_from: 8e12 }),
    ],
  ])('has a bounded cost if that write is %s', async (_case, cost, answer, error, operator) => {
    const connection = database.connect();
    const bcrypt = createCheapBcrypt();
    const api = await startFunction({ ...connection.settings }, { database, bcrypt });
    await api.putUser(user);
    const fault = heldUntilAfter(() => api.putUser({ ...user, ...operator() }));
    connection.plannedFault = { identity: write, reach: 'with its repeats', fault };
    const body = { username, old_password: password, new_password: 'a better password', ...stay };
    const reply = await api.call(routeEvent('POST /api/auth/changePasswordAfterSignin', { body }));
    await api.stop();
    expect(reply).toMatchObject(answer);
    expect(api.log.at(-1)?.['error']).toEqual(error === undefined ? undefined : expect.stringMatching(error));
    expect(costOf(connection)).toEqual(cost);
    // And one hash of the new password.
    expect(bcrypt.guesses()).toBe((cost[0] ?? 0) - 3);
  });
});

describe('one request with a session or an access token', () => {
  const hourMs = 3_600_000;

  it.each([
    [2, 0, 202, 'POST /api/auth/IamLoggedIn', 0],
    [2, 1, 202, 'POST /api/auth/IamLoggedIn', hourMs],
    [2, 1, 400, 'POST /api/auth/IamLoggedIn', hourMs, { activated: false }],
    [2, 1, 200, 'POST /api/auth/signout', 0],
    [2, 0, 200, 'GET /api/auth/sessions', 0],
    [2, 1, 204, 'DELETE /api/auth/sessions/{id}', 0],
    [2, 1, 204, 'DELETE /api/auth/sessions', 0],
  ])('costs %i reads and %i writes and ends in %i: %s, %i ms later', async (...request) => {
    const [reads, writes, status, routeKey, laterMs, meanwhile] = request;
    const connection = database.connect();
    const api = await startFunction({ ...connection.settings }, { database, bcrypt: createCheapBcrypt() });
    const user = { username: 'st.huber', id: `cost.${routeKey}.${laterMs}.${status}`, password: hash };
    await api.putUser(user);
    const signedIn = await api.call(signInEvent({ username: 'st.huber', password, ...stay }));
    const session = (await api.sessions()).find(({ user_id }) => user_id === `s:${user.id}`);
    await api.putUser({ ...user, ...meanwhile });
    api.clock.advance(laterMs);
    connection.calls.length = 0;
    const details = routeKey.startsWith('POST')
      ? { body: { session_token: signedIn.body['session_token'] } }
      : { token: String(signedIn.body['token']), id: String(session?.['id']) };
    const reply = await api.call(routeEvent(routeKey, details));
    await api.stop();
    expect(reply.status).toBe(status);
    expect(costOf(connection)).toEqual([reads, writes]);
  });
});
