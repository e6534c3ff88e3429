/** A sign-in that is answered with 503 leaves no session, and ends none of those that the user has. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { cheapHash, createCheapBcrypt } from '../support/cheap-bcrypt.ts';
import { routeEvent } from '../support/event-builder.ts';
import { type FaultyDatabase, faults, noFault, startFaultyDatabase } from '../support/faulty-database.ts';
import { startFunction, type TestFunction, tables } from '../support/test-function.ts';

const password = 'Password1234!';
const putSession = `PutItem ${tables.SESSIONS_TABLE} `;
const maxSessions = 100;

let database: FaultyDatabase;
const started: TestFunction[] = [];
beforeAll(async () => {
  database = await startFaultyDatabase();
});
afterAll(async () => {
  await Promise.all(started.map(api => api.stop()));
  await database.stop();
});

/** A user, and a function on a connection of its own: the cases run side by side, because they wait for time-outs. */
async function startCase() {
  const connection = database.connect();
  const settings = { ...connection.settings, NETWORK_MAX_ATTEMPTS: '1000000' };
  const api = await startFunction(settings, { database, bcrypt: createCheapBcrypt() });
  const id = started.push(api);
  const username = `user.${id}`;
  await api.putUser({ username, id, password: cheapHash(password, 10) });

  return {
    api,
    connection,
    id,
    username,
    signIn: () =>
      api.call(routeEvent('POST /api/auth/signin', { body: { username, password, stay_logged_in: true } })),
    async ownIds() {
      const own = (await api.sessions()).filter(session => session['username'] === username);
      return own.map(session => String(session['id'])).toSorted();
    },
    /** As many sessions as a user can have; the next one ends the first of them. */
    async putSessions(): Promise<void> {
      const now = api.clock.now();
      const items = Array.from({ length: maxSessions }, (_, i) => ({
        token_hash: randomUUID(),
        id: randomUUID(),
        user_id: `n:${id}`,
        username,
        session_information: 'Firefox',
        created_at: now - 1000 + i,
        valid_from: 0,
        last_used_at: now - 1000 + i,
        expires_at: Math.floor(now / 1000) + 86_400,
      }));
      await Promise.all(items.map(item => api.putSession(item)));
    },
  };
}

describe('a sign-in whose session cannot be stored', () => {
  it.concurrent.each(Object.entries(faults))(
    'leaves exactly the sessions of before: %s',
    async (_name, fault) => {
      const { connection, signIn, ownIds, putSessions } = await startCase();
      await putSessions();
      const before = await ownIds();
      connection.plannedFault = { identity: putSession, reach: 'with its repeats', fault };
      expect((await signIn()).status).toBe(503);
      await database.idle();
      expect(await ownIds()).toEqual(before);
    },
  );

  it('leaves none if the puts arrive after it was undone', async () => {
    const { connection, signIn, ownIds } = await startCase();
    const undone = Promise.withResolvers<void>();
    let arrivedLate = 0;
    connection.plannedFault = {
      identity: putSession,
      reach: 'with its repeats',
      fault: async (response, forward) => {
        const puts = connection.calls.filter(({ identity }) => identity === putSession).length;
        // The put, its repeat, and then what undoes them.
        if (puts < 3) {
          await undone.promise;
          expect((await forward()).status).toBe(400);
          arrivedLate += 1;
        } else {
          await noFault(response, forward);
          undone.resolve();
        }
      },
    };
    expect((await signIn()).status).toBe(503);
    await vi.waitFor(() => expect(arrivedLate).toBe(2));
    expect(await ownIds()).toEqual([]);
  });

  it('is undone although the database time of the request is used up', async () => {
    const { api, connection, signIn, ownIds } = await startCase();
    connection.plannedFault = {
      identity: putSession,
      reach: 'with its repeats',
      fault: async (response, forward) => {
        api.clock.advance(3000);
        const puts = connection.calls.filter(({ identity }) => identity === putSession).length;
        await (puts < 3 ? faults['cut after it was done'] : noFault)(response, forward);
      },
    };
    expect((await signIn()).status).toBe(503);
    expect(await ownIds()).toEqual([]);
  });
});

describe('a sign-in whose new hash cannot be stored', () => {
  it('succeeds, and the next one stores it', async () => {
    const { api, connection, id, username, signIn, ownIds } = await startCase();
    await api.putUser({ username, id, password: cheapHash(password, 4) });
    const identity = `UpdateItem ${tables.USERS_TABLE} SET #password = :new REMOVE password_input`;
    connection.plannedFault = { identity, reach: 'with its repeats', fault: faults.InternalServerError };
    expect((await signIn()).status).toBe(200);
    expect(connection.calls.filter(call => call.identity === identity)).toHaveLength(2);
    expect(String((await api.user(username))?.['password'])).toContain('$04$');
    connection.plannedFault = null;
    expect((await signIn()).status).toBe(200);
    expect(String((await api.user(username))?.['password'])).toContain('$10$');
    expect(await ownIds()).toHaveLength(2);
  });
});
