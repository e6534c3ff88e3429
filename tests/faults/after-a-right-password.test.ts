/** What a right password leaves to do, where the database does not do it; and where it has no time left for it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cheapHash, createCheapBcrypt } from '../support/cheap-bcrypt.ts';
import { routeEvent } from '../support/event-builder.ts';
import {
  type DatabaseLine,
  type FaultyDatabase,
  failure,
  faults,
  noTrouble,
  startFaultyDatabase,
} from '../support/faulty-database.ts';
import { startFunction, type TestFunction, tables } from '../support/test-function.ts';

const password = 'Password1234!';
const hourMs = 3_600_000;

let database: FaultyDatabase;
let line: DatabaseLine;
let api: TestFunction;
let count = 0;
beforeAll(async () => {
  database = await startFaultyDatabase();
  line = database.line();
  api = await startFunction(line.settings, { database, bcrypt: createCheapBcrypt() });
});
afterAll(async () => {
  await api.stop();
  await database.stop();
});
beforeEach(async () => {
  count += 1;
  line.trouble = null;
  await api.putUser({ username: `user.${count}`, id: count, password: cheapHash(password, 10) });
});

const post = (name: string, body: object) => api.call(routeEvent(`POST /api/auth/${name}`, { body }));
const signIn = () => post('signin', { username: `user.${count}`, password, stay_logged_in: true });

describe('a right password', () => {
  const remember = `PutItem ${tables.ATTEMPTS_TABLE} `;
  const look = `Query ${tables.SESSIONS_TABLE} `;
  const giveBack = `UpdateItem ${tables.ATTEMPTS_TABLE} SET open_to = open_to + :one`;

  it.each([
    ['its network is not remembered', remember, 2],
    ['no look can be had at its other sessions', look, 3],
    ['the slot of its network is not given back', giveBack, 1],
  ])('signs in though %s', async (_case, identity, sent) => {
    line.calls.length = 0;
    line.trouble = { identity, reach: 'with its repeats', fault: faults.InternalServerError };
    expect((await signIn()).status).toBe(200);
    expect(line.calls.filter(call => call.identity === identity)).toHaveLength(sent);
  });

  it.each([
    ['remember its network', remember],
    ['look at its other sessions', look],
    ['give the slot of its network back', giveBack],
  ])('is our mistake where we may not %s', async (_case, identity) => {
    line.calls.length = 0;
    const fault = failure(400, 'AccessDeniedException');
    line.trouble = { identity, reach: 'with its repeats', fault };
    expect(await signIn()).toMatchObject({ status: 500, body: { error_code: 'internal_error' } });
    expect(api.log.at(-1)?.['error']).toContain('AccessDeniedException: no');
  });
});

describe('a change of the password', () => {
  it('whose write succeeded but whose response was lost, is reported as a success', async () => {
    const username = `user.${count}`;
    await api.putUser({
      username,
      id: count,
      password: cheapHash(password, 10),
      force_password_change: true,
    });
    line.calls.length = 0;
    line.trouble = {
      identity: `UpdateItem ${tables.USERS_TABLE} SET #password = :new, force_password_change = :false, sessions_valid_from = :valid_from`,
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

describe('a call to the database', () => {
  const usersRow = `GetItem ${tables.USERS_TABLE} `;
  const sessionsRow = `GetItem ${tables.SESSIONS_TABLE} `;

  it.each([
    ['reads a item', 'IamLoggedIn', sessionsRow, usersRow],
    [
      'writes under a condition',
      'IamLoggedIn',
      sessionsRow,
      `UpdateItem ${tables.SESSIONS_TABLE} SET last_used_at = :last_used_at, expires_at = :expires_at`,
    ],
    ['opens a session', 'signin', usersRow, `PutItem ${tables.SESSIONS_TABLE} `],
    ['ends a session', 'signout', sessionsRow, `DeleteItem ${tables.SESSIONS_TABLE} `],
  ])('that %s is cut when the time of the request is used up', async (_case, route, first, last) => {
    const { body } = await signIn();
    api.clock.advance(2 * hourMs);
    line.calls.length = 0;
    line.trouble = {
      identity: first,
      reach: 'and all that follow',
      fault: async (response, forward) => {
        const { identity } = line.calls.at(-1) ?? {};
        // Half a second of three is left, which is less than the time-out of a call.
        if (identity === first) api.clock.advance(2500);
        if (identity !== last) await noTrouble(response, forward);
      },
    };
    const reply = route === 'signin' ? await signIn() : await post(route, body);
    expect(reply.status).toBe(503);
    expect(api.log.at(-1)?.['error']).toContain('AbortError');
  });
});
