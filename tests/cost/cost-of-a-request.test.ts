/**
 * What one request costs at most, in reads and writes of the database, for each kind of response. Pauses are as short as
 * possible, so that a request that waits asks as often as it can. Repeats of the SDK are not counted: it sends a read
 * three times at most, and a write twice.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { cheapHash, createCheapBcrypt } from '../support/cheap-bcrypt.ts';
import { eventWithBody, routeEvent, signInEvent } from '../support/event-builder.ts';
import {
  type DatabaseConnection,
  type FaultyDatabase,
  heldUntilAfter,
  startFaultyDatabase,
} from '../support/faulty-database.ts';
import { type Reply, startFunction, tables } from '../support/test-function.ts';

const password = 'Password1234!';
const wrong = { password: 'wrong' };
const hash = cheapHash(password, 10);
const outdatedHash = cheapHash(password, 4);

let database: FaultyDatabase;
beforeAll(async () => {
  database = await startFaultyDatabase();
});
beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(() => database.stop());

/** What can happen before the request: sign-ins, and time that passes. */
interface Past {
  tryWith(fields?: object): Promise<Reply>;
  advance(milliseconds: number): void;
}

/** A request and what led to it. Without any of these, it is a right password for an active account. */
interface Situation {
  readonly before?: (past: Past) => Promise<unknown>;
  readonly user?: object;
  readonly fields?: object;
  readonly body?: string;
}

const settings = { ACCOUNT_MAX_ATTEMPTS: '6', NETWORK_MAX_ATTEMPTS: '14' };

/** Longer than an attempt can be under way, and than the first wait after five failures. */
const momentMs = 3000;

const failFiveTimes = async ({ tryWith }: Past) => {
  for (let i = 0; i < 5; i++) await tryWith(wrong);
};
/** The sixth failure is the last one that these settings admit. */
const useUp = async (past: Past) => {
  await failFiveTimes(past);
  past.advance(momentMs);
  await past.tryWith(wrong);
};
/** The same on an account that has signed in from this network before. */
const useUpKnown = async (past: Past) => {
  await past.tryWith();
  await useUp(past);
};
/** Also uses up the slots that the account has from a known network. */
const useUpOwn = async (past: Past) => {
  await useUpKnown(past);
  past.advance(momentMs);
  await useUp(past);
};
const useUpNetwork = async ({ tryWith }: Past) => {
  for (let i = 0; i < 14; i++) await tryWith({ username: `name.${i}` });
};
const aMomentAfter = (before: (past: Past) => Promise<void>) => async (past: Past) => {
  await before(past);
  past.advance(momentMs);
};

/** Reads and writes. */
function costOf({ calls }: DatabaseConnection): [number, number] {
  const reads = calls.filter(({ operation }) => operation === 'GetItem' || operation === 'Query').length;
  return [reads, calls.length - reads];
}

const stay = { stay_logged_in: true };
const outdated = { password: outdatedHash };
const withId = { password: cheapHash(`${password}33`, 10), password_input: 'password+id' };
const incorrect = 'username_or_password_incorrect';

/** Reads, writes, outcome, request. */
const costs: [number, number, string, string, Situation][] = [
  [0, 0, 'invalid_json', 'no JSON', { body: '{' }],
  [0, 0, 'validation_failed', 'a broken constraint', { body: '{}' }],
  [1, 2, incorrect, 'a wrong password', { fields: wrong }],
  [1, 2, incorrect, 'an unknown name', { fields: { username: 'w.huber' } }],
  [2, 3, incorrect, 'a wrong password after a wait', { fields: wrong, before: aMomentAfter(failFiveTimes) }],
  [3, 3, incorrect, 'a wrong one past a block', { fields: wrong, before: aMomentAfter(useUpKnown) }],
  [1, 5, 'not_activated', 'an account that is not activated', { user: { activated: false } }],
  [1, 5, 'change_password', 'an account that must change it', { user: { force_password_change: true } }],
  [1, 5, 'signed_in', 'a right password', {}],
  [2, 6, 'signed_in', 'a right password, to stay', { fields: stay }],
  [1, 6, 'signed_in', 'a right password, outdated hash', { user: outdated }],
  [1, 6, 'signed_in', 'a right password, hashed with the id', { user: withId }],
  [1, 2, incorrect, 'a wrong password, hashed with the id', { user: withId, fields: wrong }],
  [1, 2, incorrect, 'an unknown password_input', { user: { password_input: 'sha1' } }],
  [1, 2, incorrect, 'a password that is too long', { fields: { password: 'x'.repeat(1025) } }],
  [2, 7, 'signed_in', 'a right password, to stay, outdated hash', { fields: stay, user: outdated }],
  [2, 6, 'signed_in', 'a right password after a wait', { before: aMomentAfter(failFiveTimes) }],
  [3, 6, 'signed_in', 'a right password past a block', { before: aMomentAfter(useUpKnown) }],
  [3, 3, 'too_many_attempts', 'a blocked account', { before: aMomentAfter(useUp) }],
  [4, 4, 'too_many_attempts', 'a blocked account, own slots too', { before: aMomentAfter(useUpOwn) }],
  [3, 1, 'too_many_attempts', 'a blocked network', { before: aMomentAfter(useUpNetwork) }],
  [18, 18, 'too_many_attempts', 'a blocked account, attempts under way', { before: useUp }],
  [19, 19, 'too_many_attempts', 'own slots too, attempts under way', { before: useUpOwn }],
  [18, 16, 'too_many_attempts', 'a blocked network, attempts under way', { before: useUpNetwork }],
];

describe('one sign-in', () => {
  it.each(costs)('costs %i reads and %i writes if it ends in %s: %s', async (reads, writes, ...rest) => {
    const [answer, , { before, user, fields, body }] = rest;
    const connection = database.connect();
    const bcrypt = createCheapBcrypt();
    const api = await startFunction({ ...connection.settings, ...settings }, { database, bcrypt });
    await api.putUser({ username: 'st.huber', id: 33, password: hash, ...user });
    const tryWith = (more = {}) => api.call(signInEvent({ username: 'st.huber', password, ...more }));
    await before?.({ tryWith, advance: api.clock.advance });

    connection.calls.length = 0;
    const reply = await (body === undefined ? tryWith(fields) : api.call(eventWithBody(body)));
    await api.stop();
    const itemReads = connection.calls.filter(({ operation }) => operation === 'GetItem');
    expect(itemReads.every(({ isConsistent }) => isConsistent)).toBe(true);
    expect(reply.body['error_code'] ?? 'signed_in').toBe(answer);
    expect(costOf(connection)).toEqual([reads, writes]);
  });
});

/** The same of a change of the password, and which fields of the user and of the body differ. */
const costsOfChanges: [number, number, string, string, object, object][] = [
  [1, 2, incorrect, 'a wrong password', {}, { old_password: 'wrong' }],
  [1, 2, incorrect, 'an unknown name', {}, { username: 'w.huber' }],
  [1, 5, 'not_activated', 'an account that is not activated', { activated: false }, {}],
  [1, 6, 'signed_in', 'a right password', {}, {}],
  [1, 7, 'signed_in', 'a right password, to stay', {}, stay],
];

const routesOfChanges: [string, typeof costsOfChanges][] = [
  [
    'changePassword',
    [...costsOfChanges, [1, 6, 'signed_in', 'no need', { force_password_change: false }, {}]],
  ],
  [
    'changePasswordAfterSignin',
    [
      ...costsOfChanges,
      [1, 5, 'no_password_change_needed_for_user', 'no need', { force_password_change: false }, {}],
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
      [3, 9],
      { status: 503 },
      /DatabaseUnavailable: something else was written/,
      () => ({ password: cheapHash(password, 10) }),
    ],
    [
      'another password',
      [2, 8],
      { status: 400 },
      undefined,
      () => ({ password: cheapHash('another one', 10) }),
    ],
    [
      'the end of all sessions',
      [2, 8],
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
    expect(bcrypt.guesses()).toBe(cost[0]);
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
