/**
 * What one request of another route than signing in costs at most, in reads, writes and round trips to the database,
 * for each kind of response. Repeats of the SDK are not counted: it sends a read three times at most, and a write
 * twice.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cheapHash, createCheapBcrypt } from '../support/cheap-bcrypt.ts';
import { costOf, distanceMs, roundTripsOf, unitsOf } from '../support/cost-of-calls.ts';
import { routeEvent, signInEvent } from '../support/event-builder.ts';
import { type FaultyDatabase, heldUntilAfter, startFaultyDatabase } from '../support/faulty-database.ts';
import { costsOfChangesByRoute, sessionCosts, stay } from '../support/request-costs.ts';
import { startFunction, tables } from '../support/test-function.ts';

const password = 'Password1234!';
const hash = cheapHash(password, 10);

let database: FaultyDatabase;
beforeAll(async () => {
  database = await startFaultyDatabase();
});
afterAll(() => database.stop());

let users = 0;
const newName = () => {
  users += 1;
  return `user.${users}`;
};

// Side by side, because each response is held back: each case has a user and, by its secret, counters of its own.
describe.each(costsOfChangesByRoute)('one request to %s', (route, costs) => {
  it.concurrent.each(costs)(
    'costs %i reads of %i items and %i writes in %i round trips, %i write units: %s, %s',
    async (...row) => {
      const [reads, items, writes, roundTrips, writeUnits, answer, , user, fields] = row;
      const connection = database.connect();
      const api = await startFunction({ ...connection.settings }, { database, bcrypt: createCheapBcrypt() });
      const username = newName();
      await api.putUser({ username, id: 33, password: hash, force_password_change: true, ...user });
      const body = {
        username,
        old_password: password,
        new_password: 'a better password',
        ...fields,
      };
      connection.distanceMs = distanceMs;
      const reply = await api.call(routeEvent(`POST /api/auth/${route}`, { body }));
      await api.stop();
      expect(reply.body['error_code'] ?? 'signed_in').toBe(answer);
      expect([...costOf(connection), roundTripsOf(connection)]).toEqual([reads, writes, roundTrips]);
      expect(unitsOf(connection)).toEqual([items, writeUnits]);
    },
  );
});

describe('one change of a password that another write interrupts', () => {
  const username = 'st.huber';
  const user = { username, id: 33, password: hash, force_password_change: true };
  const write = `UpdateItem ${tables.USERS_TABLE} SET #password = :new, force_password_change = :false, sessions_valid_from = :valid_from REMOVE password_input`;

  it.each([
    [
      'a new hash of the same password each time',
      [5, 9],
      { status: 503 },
      /DatabaseUnavailable: something else was written/,
      () => ({ password: cheapHash(password, 10) }),
    ],
    [
      'another password',
      [4, 8],
      { status: 400 },
      undefined,
      () => ({ password: cheapHash('another one', 10) }),
    ],
    [
      'the end of all sessions',
      [4, 8],
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
  it.concurrent.each(sessionCosts)(
    'costs %i reads and %i writes in %i round trips, units %j, and ends in %i: %s, %i ms later',
    async (...request) => {
      const [reads, writes, roundTrips, units, status, routeKey, laterMs, meanwhile] = request;
      const connection = database.connect();
      const api = await startFunction({ ...connection.settings }, { database, bcrypt: createCheapBcrypt() });
      const username = newName();
      const user = { username, id: `cost.${routeKey}.${laterMs}.${status}`, password: hash };
      await api.putUser(user);
      const signedIn = await api.call(signInEvent({ username, password, ...stay }));
      const session = (await api.sessions()).find(({ user_id }) => user_id === `s:${user.id}`);
      await api.putUser({ ...user, ...meanwhile });
      api.clock.advance(laterMs);
      connection.calls.length = 0;
      connection.distanceMs = distanceMs;
      const details = routeKey.startsWith('POST')
        ? { body: { session_token: signedIn.body['session_token'] } }
        : { token: String(signedIn.body['token']), id: String(session?.['id']) };
      const reply = await api.call(routeEvent(routeKey, details));
      await api.stop();
      expect(reply.status).toBe(status);
      expect([...costOf(connection), roundTripsOf(connection)]).toEqual([reads, writes, roundTrips]);
      expect(unitsOf(connection)).toEqual(units);
    },
  );
});
