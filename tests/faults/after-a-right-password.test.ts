/** Faults in the database calls that follow a right password, and calls for which the request has no time left. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cheapHash, createCheapBcrypt } from '../support/cheap-bcrypt.ts';
import { routeEvent } from '../support/event-builder.ts';
import {
  type DatabaseConnection,
  type FaultyDatabase,
  failure,
  faults,
  noFault,
  startFaultyDatabase,
} from '../support/faulty-database.ts';
import { startFunction, type TestFunction, tables } from '../support/test-function.ts';

const password = 'Password1234!';
const hourMs = 3_600_000;

let database: FaultyDatabase;
let connection: DatabaseConnection;
let api: TestFunction;
let count = 0;
beforeAll(async () => {
  database = await startFaultyDatabase();
  connection = database.connect();
  api = await startFunction(connection.settings, { database, bcrypt: createCheapBcrypt() });
});
afterAll(async () => {
  await api.stop();
  await database.stop();
});
beforeEach(async () => {
  count += 1;
  connection.plannedFault = null;
  await api.putUser({ username: `user.${count}`, id: count, password: cheapHash(password, 10) });
});

const post = (name: string, body: object) => api.call(routeEvent(`POST /api/auth/${name}`, { body }));
const signIn = () => post('signin', { username: `user.${count}`, password, stay_logged_in: true });

describe('a right password', () => {
  const listSessions = `Query ${tables.SESSIONS_TABLE} `;
  const networkSlot = `UpdateItem ${tables.ATTEMPTS_TABLE} SET open_to = open_to + :one`;
  const accountSlot = `UpdateItem ${tables.ATTEMPTS_TABLE} SET forgiven_at = forgiven_at - :one`;

  it.each([
    ['the other sessions cannot be listed', listSessions, 3],
    ['the slot of its network cannot be given back', networkSlot, 1],
    ['the slot of its account cannot be given back', accountSlot, 1],
  ])('signs in although %s', async (_case, identity, sent) => {
    connection.calls.length = 0;
    connection.plannedFault = { identity, reach: 'with its repeats', fault: faults.InternalServerError };
    expect((await signIn()).status).toBe(200);
    expect(connection.calls.filter(call => call.identity === identity)).toHaveLength(sent);
  });

  it.each([
    ['list the other sessions', listSessions],
    ['give back the slot of its network', networkSlot],
    ['give back the slot of its account', accountSlot],
  ])('is answered with 500 if the function is not allowed to %s', async (_case, identity) => {
    connection.calls.length = 0;
    const fault = failure(400, 'AccessDeniedException');
    connection.plannedFault = { identity, reach: 'with its repeats', fault };
    expect(await signIn()).toMatchObject({ status: 500, body: { error_code: 'internal_error' } });
    expect(api.log.at(-1)?.['error']).toContain('AccessDeniedException: no');
  });
});

describe('a change of the password', () => {
  it('succeeds if its write succeeded and only the response was lost', async () => {
    const username = `user.${count}`;
    await api.putUser({
      username,
      id: count,
      password: cheapHash(password, 10),
      force_password_change: true,
    });
    connection.calls.length = 0;
    connection.plannedFault = {
      identity: `UpdateItem ${tables.USERS_TABLE} SET #password = :new, force_password_change = :false, sessions_valid_from = :valid_from REMOVE password_input`,
      reach: 'once',
      fault: faults['cut after it was done'],
    };
    const passwords = { old_password: password, new_password: 'a better password' };
    const { status, body } = await post('changePasswordAfterSignin', {
      username,
      ...passwords,
      stay_logged_in: true,
    });
    expect(status).toBe(200);
    expect((await post('IamLoggedIn', { session_token: body['session_token'] })).status).toBe(202);
    expect((await post('signin', { username, password: passwords.new_password })).status).toBe(200);
  });
});

describe('the last database call of a request', () => {
  const readUser = `GetItem ${tables.USERS_TABLE} `;
  const readSession = `GetItem ${tables.SESSIONS_TABLE} `;

  it.each([
    ['reads an item', 'IamLoggedIn', readSession, readUser],
    [
      'writes under a condition',
      'IamLoggedIn',
      readSession,
      `UpdateItem ${tables.SESSIONS_TABLE} SET last_used_at = :last_used_at, expires_at = :expires_at`,
    ],
    ['opens a session', 'signin', readUser, `PutItem ${tables.SESSIONS_TABLE} `],
    ['ends a session', 'signout', readSession, `DeleteItem ${tables.SESSIONS_TABLE} `],
  ])('is aborted when the database time is used up, if it %s', async (_case, route, first, last) => {
    const { body } = await signIn();
    api.clock.advance(2 * hourMs);
    connection.calls.length = 0;
    connection.plannedFault = {
      identity: first,
      reach: 'and all that follow',
      fault: async (response, forward) => {
        const { identity } = connection.calls.at(-1) ?? {};
        // Half a second of three is left, which is less than the time-out of a call.
        if (identity === first) api.clock.advance(2500);
        if (identity !== last) await noFault(response, forward);
      },
    };
    const reply = route === 'signin' ? await signIn() : await post(route, body);
    expect(reply.status).toBe(503);
    expect(api.log.at(-1)?.['error']).toContain('AbortError');
  });
});
