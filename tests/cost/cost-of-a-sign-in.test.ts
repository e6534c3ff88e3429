/**
 * What one sign-in costs at most, in reads, writes and round trips to the database, for each kind of response. Pauses are as short as
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
import { costOf, distanceMs, roundTripsOf } from '../support/cost-of-calls.ts';
import { eventWithBody, signInEvent } from '../support/event-builder.ts';
import {
  type DatabaseConnection,
  type FaultyDatabase,
  startFaultyDatabase,
} from '../support/faulty-database.ts';
import { type Reply, startFunction, type TestFunction } from '../support/test-function.ts';

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

const stay = { stay_logged_in: true };
const outdated = { password: outdatedHash };
const withId = { password: cheapHash(`${password}33`, 10), password_input: 'password+id' };
const incorrect = 'username_or_password_incorrect';

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
    10,
    1,
    6,
    'too_many_attempts',
    'a blocked account, an attempt under way',
    { before: useUp, waitsForHash: true },
  ],
  [
    10,
    1,
    6,
    'too_many_attempts',
    'a blocked network, an attempt under way',
    { before: useUpNetwork, waitsForHash: true },
  ],
  [
    10,
    1,
    6,
    'too_many_attempts',
    'a blocked device, an attempt under way',
    { before: useUpDevice, waitsForHash: true },
  ],
  [2, 1, 2, 'too_many_attempts', 'the same, and as many wait as may', { before: useUpWaits }],
];

async function takeAllWaitsOf({ secret, clock }: TestFunction, { settings }: DatabaseConnection) {
  const keys = await loadKeys({ from: 'environment', secret });
  const pseudonymize = createPseudonymize(keys.counters);
  const take = createWaitPermits(connectDatabase(), settings['ATTEMPTS_TABLE'] ?? '', pseudonymize);
  const budget = createDatabaseTimeBudget(() => 0);
  // One after the other: on a busy machine, one of many at once would take longer than a call may.
  let taken = 0;
  for (let nth = 0; nth < 51; nth++) if (await take(clock.now(), budget)) taken += 1;
  expect(taken).toBe(50);
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
