/**
 * The maximum of sessions if a user has more than that, if the index shows a new session early, if a sign-in fails, and
 * after parallel sign-ins.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { cheapHash, createCheapBcrypt } from '../support/cheap-bcrypt.ts';
import { routeEvent } from '../support/event-builder.ts';
import {
  type DatabaseConnection,
  type FaultyDatabase,
  faults,
  heldUntilAfter,
  startFaultyDatabase,
} from '../support/faulty-database.ts';
import { type Reply, startFunction, type TestFunction, tables } from '../support/test-function.ts';

const password = 'Password1234!';
const hash = cheapHash(password, 10);
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

let database: FaultyDatabase;
let connection: DatabaseConnection;
let api: TestFunction;
let count = 0;
let username = '';
beforeAll(async () => {
  database = await startFaultyDatabase();
  connection = database.connect();
  const settings = {
    ...connection.settings,
    // Requests at the same time would wait for a slot on a clock that only the test turns.
    ACCOUNT_FREE_ATTEMPTS: '100',
    NETWORK_MAX_ATTEMPTS: '1000000',
  };
  api = await startFunction(settings, { bcrypt: createCheapBcrypt(), database });
});
afterAll(async () => {
  await api.stop();
  await database.stop();
});
beforeEach(async () => {
  count += 1;
  username = `user.${count}`;
  await api.putUser({ username, id: count, password: hash });
});

const post = (name: string, body: object) => api.call(routeEvent(`POST /api/auth/${name}`, { body }));
const signIn = () => post('signin', { username, password, stay_logged_in: true });
const sessionTokenOf = ({ body }: Reply) => String(body['session_token']);
const redeem = (session_token: string) => post('IamLoggedIn', { session_token });
const ownItems = async () => (await api.sessions()).filter(session => session['username'] === username);

/** Adds a number of sessions, in no order of their use. Their labels say how many hours ago they were used. */
async function putSessions(sessionCount: number): Promise<void> {
  const now = api.clock.now();
  const ranks = Array.from({ length: sessionCount }, (_, i) => ((i * 7) % sessionCount) + 1);
  await Promise.all(
    ranks.map((rank, i) =>
      api.putSession({
        token_hash: randomUUID(),
        id: randomUUID(),
        user_id: `n:${count}`,
        username,
        session_information: String(rank),
        created_at: now - 10 * dayMs + i,
        valid_from: 0,
        last_used_at: now - rank * hourMs,
        expires_at: Math.floor((now + dayMs) / 1000),
      }),
    ),
  );
}

/** The hours since the use of the sessions that `putSessions` added, in order. */
async function hoursUnused(): Promise<number[]> {
  const items = await ownItems();
  return items
    .map(item => Number(item['session_information']))
    .filter(hours => !Number.isNaN(hours))
    .toSorted((a, b) => a - b);
}

const upTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1);

describe('the maximum of sessions', () => {
  it('is reached in steps if a user has more: a sign-in ends three at most, and none that is not surplus', async () => {
    await putSessions(110);
    expect((await signIn()).status).toBe(200);
    expect(await ownItems()).toHaveLength(108);
    expect((await hoursUnused()).slice(0, 99)).toEqual(upTo(99));
    for (let n = 0; n < 4; n++) await signIn();
    expect(await ownItems()).toHaveLength(100);
    expect(await hoursUnused()).toEqual(upTo(95));
  });

  it('costs little, and holds, if many sign-ins at once see the same surplus', async () => {
    await putSessions(130);
    connection.calls.length = 0;
    await Promise.all(Array.from({ length: 20 }, () => signIn()));
    const ended = connection.calls.filter(({ identity }) => identity.startsWith('DeleteItem')).length;
    expect(ended).toBeLessThanOrEqual(60);
    // If all of them chose the same three, 147 were left.
    expect((await ownItems()).length).toBeLessThan(130);
  });

  it('is kept if the index already shows the new session', async () => {
    await putSessions(100);
    connection.calls.length = 0;
    const seesAll = heldUntilAfter(() => vi.waitFor(async () => expect(await ownItems()).toHaveLength(101)));
    connection.plannedFault = { identity: `Query ${tables.SESSIONS_TABLE} `, reach: 'once', fault: seesAll };
    expect((await signIn()).status).toBe(200);
    connection.plannedFault = null;
    expect(await ownItems()).toHaveLength(100);
  });

  it('ends no session if the sign-in fails', async () => {
    await putSessions(100);
    connection.calls.length = 0;
    connection.plannedFault = {
      identity: `PutItem ${tables.SESSIONS_TABLE} `,
      reach: 'with its repeats',
      fault: faults.ThrottlingException,
    };
    expect((await signIn()).status).toBe(503);
    connection.plannedFault = null;
    expect(await ownItems()).toHaveLength(100);
  });

  it('is kept by the next sign-ins after ten parallel ones, and each of the ten has its session', async () => {
    await putSessions(99);
    const replies = await Promise.all(Array.from({ length: 10 }, () => signIn()));
    const opened = replies.map(sessionTokenOf);
    expect((await ownItems()).length).toBeGreaterThanOrEqual(100);
    for (let n = 0; n < 5; n++) opened.push(sessionTokenOf(await signIn()));
    expect(await ownItems()).toHaveLength(100);
    expect(await hoursUnused()).toEqual(upTo(85));
    for (const token of opened) expect((await redeem(token)).status).toBe(202);
  });
});
