/**
 * What one request costs at most, in reads and writes of the database, for each kind of response. Pauses are as short as
 * possible, so that a request that waits asks as often as it can. Repeats of the SDK are not counted: it sends a read
 * three times at most, and a write twice.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { connectDatabase } from '../../lib/database/dynamodb-client.ts';
import { createDatabaseTimeBudget } from '../../lib/database/time-budget.ts';
import { createPseudonymize } from '../../lib/observability/pseudonym.ts';
import { createWaitPermits } from '../../lib/rate-limit/wait-permits.ts';
import { loadKeys } from '../../lib/secrets/load-keys.ts';
import { cheapHash, createCheapBcrypt } from '../support/cheap-bcrypt.ts';
import { eventWithBody, routeEvent, signInEvent } from '../support/event-builder.ts';
import {
  type DatabaseConnection,
  type FaultyDatabase,
  heldUntilAfter,
  startFaultyDatabase,
} from '../support/faulty-database.ts';
import { type Reply, startFunction, type TestFunction, tables } from '../support/test-function.ts';

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
  /** From now on, sign-ins show this device token. */
  show(deviceToken: unknown): void;
  putUser(user: { readonly username: string; readonly id: number; readonly password: string }): Promise<void>;
  advance(milliseconds: number): void;
  /** As many as may have waited in this minute. */
  takeAllWaits(): Promise<void>;
}

/** A request and what led to it. Without any of these, it is a right password for an active account. */
interface Situation {
  readonly before?: (past: Past) => Promise<unknown>;
  readonly user?: object;
  readonly fields?: object;
  readonly body?: string;
  readonly sourceIp?: string;
  readonly waitsForHash?: boolean;
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
/** The device token of a right password, which all later sign-ins of the situation show. */
const knowDevice = async ({ tryWith, show }: Past) => show((await tryWith()).headers['x-device-token']);
const useUpDevice = async (past: Past) => {
  await knowDevice(past);
  await useUp(past);
};
const forgetDevice = async (past: Past) => {
  await knowDevice(past);
  await past.putUser({ username: 'st.huber', id: 34, password: hash });
};
const failOnce = ({ tryWith }: Past) => tryWith(wrong);
const useUpWaits = async (past: Past) => {
  await useUp(past);
  await past.takeAllWaits();
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

/** Longer than the calls of one round trip are apart. */
const distanceMs = 60;

/** How many times calls were waited for, one after the other. */
function roundTripsOf({ calls }: DatabaseConnection): number {
  let trips = 0;
  let startedAt = Number.NEGATIVE_INFINITY;
  for (const { atMs } of calls.toSorted((one, other) => one.atMs - other.atMs)) {
    if (atMs - startedAt < distanceMs) continue;
    trips += 1;
    startedAt = atMs;
  }
  return trips;
}

/** Reads, writes, round trips, outcome, request. */
const costs: [number, number, number, string, string, Situation][] = [
  [0, 0, 0, 'invalid_json', 'no JSON', { body: '{' }],
  [0, 0, 0, 'validation_failed', 'a broken constraint', { body: '{}' }],
  [3, 2, 2, incorrect, 'a wrong password', { fields: wrong }],
  [3, 2, 2, incorrect, 'an unknown name', { fields: { username: 'w.huber' } }],
  [3, 2, 2, incorrect, 'a wrong one after failures', { fields: wrong, before: failOnce }],
  [3, 2, 2, incorrect, 'a wrong one after a wait', { fields: wrong, before: aMomentAfter(failFiveTimes) }],
  [5, 4, 2, incorrect, 'a wrong one from an IPv6 address', { fields: wrong, sourceIp: '2001:db8::1' }],
  [2, 1, 2, incorrect, 'a wrong one from a known device', { fields: wrong, before: knowDevice }],
  [
    5,
    2,
    3,
    incorrect,
    'a wrong one from a device that is known no more',
    { fields: wrong, before: forgetDevice },
  ],
  [3, 4, 3, 'not_activated', 'an account that is not activated', { user: { activated: false } }],
  [3, 4, 3, 'change_password', 'an account that must change it', { user: { force_password_change: true } }],
  [3, 4, 3, 'signed_in', 'a right password', {}],
  [4, 5, 3, 'signed_in', 'a right password, to stay', { fields: stay }],
  [3, 5, 3, 'signed_in', 'a right password, outdated hash', { user: outdated }],
  [3, 5, 3, 'signed_in', 'a right password, hashed with the id', { user: withId }],
  [3, 2, 2, incorrect, 'a wrong password, hashed with the id', { user: withId, fields: wrong }],
  [3, 2, 2, incorrect, 'an unknown password_input', { user: { password_input: 'sha1' } }],
  [3, 2, 2, incorrect, 'a password that is too long', { fields: { password: 'x'.repeat(1025) } }],
  [4, 6, 3, 'signed_in', 'a right password, to stay, outdated hash', { fields: stay, user: outdated }],
  [3, 4, 3, 'signed_in', 'a right password after a wait', { before: aMomentAfter(failFiveTimes) }],
  [2, 2, 3, 'signed_in', 'a right password from a known device', { before: knowDevice }],
  [2, 0, 1, 'too_many_attempts', 'a blocked account', { before: aMomentAfter(useUp) }],
  [2, 0, 1, 'too_many_attempts', 'a blocked network', { before: aMomentAfter(useUpNetwork) }],
  [2, 0, 1, 'too_many_attempts', 'a blocked device', { before: aMomentAfter(useUpDevice) }],
  [
    8,
    1,
    5,
    'too_many_attempts',
    'a blocked account, an attempt under way',
    { before: useUp, waitsForHash: true },
  ],
  [
    8,
    1,
    5,
    'too_many_attempts',
    'a blocked network, an attempt under way',
    { before: useUpNetwork, waitsForHash: true },
  ],
  [
    8,
    1,
    5,
    'too_many_attempts',
    'a blocked device, an attempt under way',
    { before: useUpDevice, waitsForHash: true },
  ],
  [2, 1, 2, 'too_many_attempts', 'the same, and as many wait as may', { before: useUpWaits }],
];

async function takeAllWaitsOf({ secret, clock }: TestFunction, { settings }: DatabaseConnection) {
  const keys = await loadKeys({ from: 'environment', secret });
  const pseudonymize = createPseudonymize(keys.pseudonyms);
  const take = createWaitPermits(connectDatabase(), settings['ATTEMPTS_TABLE'] ?? '', pseudonymize);
  const budget = createDatabaseTimeBudget(() => 0);
  const taken = Array.from({ length: 51 }, () => take(clock.now(), budget));
  expect((await Promise.all(taken)).filter(Boolean)).toHaveLength(50);
}

describe('one sign-in', () => {
  it.each(costs)('costs %i reads and %i writes in %i round trips if it ends in %s: %s', async (...row) => {
    const [reads, writes, roundTrips, answer, , { before, user, fields, body, sourceIp, waitsForHash }] = row;
    const connection = database.connect();
    const bcrypt = createCheapBcrypt();
    // The time that a request waits depends on the cost of the hash.
    const hashing = waitsForHash ? { BCRYPT_COST: '12' } : {};
    const api = await startFunction(
      { ...connection.settings, ...settings, ...hashing },
      { database, bcrypt },
    );
    await api.putUser({ username: 'st.huber', id: 33, password: hash, ...user });
    let shown: string | undefined;
    const tryWith = (more = {}) =>
      api.call(
        signInEvent(
          { username: 'st.huber', password, ...more },
          {
            headers: {
              'content-type': 'application/json',
              ...(shown === undefined ? {} : { 'x-device-token': shown }),
            },
            ...(sourceIp === undefined ? {} : { sourceIp }),
          },
        ),
      );
    const show = (token: unknown) => {
      shown = String(token);
    };
    const takeAllWaits = () => takeAllWaitsOf(api, connection);
    await before?.({ tryWith, show, putUser: api.putUser, advance: api.clock.advance, takeAllWaits });

    connection.calls.length = 0;
    connection.distanceMs = distanceMs;
    const reply = await (body === undefined ? tryWith(fields) : api.call(eventWithBody(body)));
    await api.stop();
    const itemReads = connection.calls.filter(({ operation }) => operation === 'GetItem');
    expect(itemReads.every(({ isConsistent }) => isConsistent)).toBe(true);
    expect(reply.body['error_code'] ?? 'signed_in').toBe(answer);
    expect([...costOf(connection), roundTripsOf(connection)]).toEqual([reads, writes, roundTrips]);
  });
});

/** The same of a change of the password, and which fields of the user and of the body differ. */
const costsOfChanges: [number, number, string, string, object, object][] = [
  [3, 2, incorrect, 'a wrong password', {}, { old_password: 'wrong' }],
  [3, 2, incorrect, 'an unknown name', {}, { username: 'w.huber' }],
  [3, 4, 'not_activated', 'an account that is not activated', { activated: false }, {}],
  [3, 5, 'signed_in', 'a right password', {}, {}],
  [3, 6, 'signed_in', 'a right password, to stay', {}, stay],
];

const routesOfChanges: [string, typeof costsOfChanges][] = [
  [
    'changePassword',
    [...costsOfChanges, [3, 5, 'signed_in', 'no need', { force_password_change: false }, {}]],
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
      [5, 8],
      { status: 503 },
      /DatabaseUnavailable: something else was written/,
      () => ({ password: cheapHash(password, 10) }),
    ],
    [
      'another password',
      [4, 7],
      { status: 400 },
      undefined,
      () => ({ password: cheapHash('another one', 10) }),
    ],
    [
      'the end of all sessions',
      [4, 7],
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
    expect(bcrypt.guesses()).toBe((cost[0] ?? 0) - 2);
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
