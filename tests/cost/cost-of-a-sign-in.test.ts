/**
 * What one sign-in costs at most, in reads, writes and round trips to the database, for each kind of response. Pauses
 * are as short as possible, so that a request that waits asks as often as it can. Repeats of the SDK are not counted:
 * it sends a read three times at most, and a write twice.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createCheapBcrypt } from '../support/cheap-bcrypt.ts';
import { costOf, distanceMs, roundTripsOf, unitsOf } from '../support/cost-of-calls.ts';
import { eventWithBody, signInEvent } from '../support/event-builder.ts';
import { type FaultyDatabase, startFaultyDatabase } from '../support/faulty-database.ts';
import { hash, limits, password, signInCosts } from '../support/sign-in-costs.ts';
import { startFunction } from '../support/test-function.ts';
import { takeAllWaitsOf } from '../support/wait-permits-used-up.ts';

let database: FaultyDatabase;
beforeAll(async () => {
  database = await startFaultyDatabase();
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await database.stop();
});

describe('a refusal', () => {
  it('reads nothing of the user: it is free, so its time must not tell what stands there', async () => {
    const connection = database.connect();
    const bcrypt = createCheapBcrypt();
    const api = await startFunction({ ...connection.settings, ...limits }, { database, bcrypt });
    await api.putUser({ username: 'st.huber', id: 33, password: hash });
    for (let guess = 0; guess < Number(limits.ACCOUNT_MAX_ATTEMPTS); guess++) {
      await api.call(signInEvent({ username: 'st.huber', password: 'wrong' }));
      api.clock.advance(3000);
    }
    connection.calls.length = 0;
    expect((await api.call(signInEvent({ username: 'st.huber', password: 'wrong' }))).status).toBe(429);
    await api.stop();
    expect(connection.calls.map(({ table }) => table)).toEqual(['attempts']);
  });
});

describe('one sign-in', () => {
  let users = 0;

  // Side by side, because each response is held back: each case has a user and, by its secret, counters of its own.
  it.concurrent.each(signInCosts)(
    'costs %i reads of %i items and %i writes in %i round trips if it ends in %s: %s',
    async (...row) => {
      const [reads, items, writes, roundTrips, answer, , situation, units = [items, writes]] = row;
      const { before, user, fields, body, sourceIp, waitsForHash } = situation;
      const connection = database.connect();
      const bcrypt = createCheapBcrypt();
      // The time that a request waits depends on the cost of the hash.
      const hashing = waitsForHash ? { BCRYPT_COST: '12' } : {};
      const api = await startFunction(
        { ...connection.settings, ...limits, ...hashing },
        { database, bcrypt },
      );
      users += 1;
      const username = `user.${users}`;
      await api.putUser({ username, id: 33, password: hash, ...user });
      let shown: string | undefined;
      const tryWith = (more = {}) =>
        api.call(
          signInEvent(
            { username, password, ...more },
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
      const takeAllWaits = () => takeAllWaitsOf(api, connection.settings['ATTEMPTS_TABLE']);
      await before?.({
        tryWith,
        show,
        putUser: other => api.putUser({ username, ...other }),
        advance: api.clock.advance,
        takeAllWaits,
      });

      connection.calls.length = 0;
      connection.distanceMs = distanceMs;
      const reply = await (body === undefined ? tryWith(fields) : api.call(eventWithBody(body)));
      await api.stop();
      const itemReads = connection.calls.filter(({ operation }) => operation.endsWith('GetItem'));
      expect(itemReads.reduce((sum, { items }) => sum + items, 0)).toBe(items);
      expect(itemReads.every(({ isConsistent }) => isConsistent)).toBe(true);
      expect(reply.body['error_code'] ?? 'signed_in').toBe(answer);
      expect([...costOf(connection), roundTripsOf(connection)]).toEqual([reads, writes, roundTrips]);
      expect(unitsOf(connection)).toEqual(units);
    },
  );
});
