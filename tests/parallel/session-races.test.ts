/** Requests at the same time on one account and its sessions get the answers of docs/sessions.md. */
import { randomBytes } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Bcrypt } from '../../lib/passwords/password-hasher.ts';
import { cheapHash, createCheapBcrypt } from '../support/cheap-bcrypt.ts';
import { routeEvent } from '../support/event-builder.ts';
import {
  type DatabaseConnection,
  type FaultyDatabase,
  heldUntilAfter,
  indexWithoutSession,
  startFaultyDatabase,
} from '../support/faulty-database.ts';
import { type Reply, startFunction, type TestFunction, tables } from '../support/test-function.ts';

const oldPassword = 'Password1234!';
const newPassword = 'a better password';
const hash = cheapHash(oldPassword, 10);
const outdatedHash = cheapHash(oldPassword, 4);
/** An order of events that is rare happens in one of these rounds. */
const rounds = Array.from({ length: 12 }, (_, round) => [round + 1]);
const hourMs = 3_600_000;
const incorrect = { status: 400, body: { error_code: 'session_token_incorrect' } };
const wrong = { status: 400, body: { error_code: 'username_or_password_incorrect' } };

let database: FaultyDatabase;
let connection: DatabaseConnection;
let api: TestFunction;
/** Another instance of the function, whose clock a test can set ahead. */
let ahead: TestFunction;
let count = 0;
let username = '';

/** A held comparison: its request has read the user, and does not know yet whether the password is right. */
interface Hold {
  readonly reached: PromiseWithResolvers<void>;
  readonly released: PromiseWithResolvers<void>;
}

let hold: Hold | null = null;
const cheapBcrypt = createCheapBcrypt();
const bcrypt: Bcrypt = {
  ...cheapBcrypt,
  async compare(guess: string, storedHash: string) {
    const mine = hold;
    hold = null;
    mine?.reached.resolve();
    await mine?.released.promise;
    return cheapBcrypt.compare(guess, storedHash);
  },
};

/** Begins a request, does something else while its comparison is held, and lets it end. */
async function during(request: () => Promise<Reply>, something: () => Promise<void>): Promise<Reply> {
  const mine = { reached: Promise.withResolvers<void>(), released: Promise.withResolvers<void>() };
  hold = mine;
  const reply = request();
  await mine.reached.promise;
  await something();
  mine.released.resolve();
  return reply;
}

beforeAll(async () => {
  database = await startFaultyDatabase();
  connection = database.connect();
  const settings = {
    ...connection.settings,
    JWT_SECRET: randomBytes(48).toString('base64'),
    // Requests at the same time would wait for a slot on a clock that only the test turns.
    ACCOUNT_FREE_ATTEMPTS: '100',
    NETWORK_MAX_ATTEMPTS: '1000000',
  };
  api = await startFunction(settings, { bcrypt, database });
  ahead = await startFunction({ ...settings, ...database.connect().settings }, { bcrypt, database });
});
afterAll(async () => {
  await api.stop();
  await ahead.stop();
  await database.stop();
});
beforeEach(async () => {
  count += 1;
  username = `user.${count}`;
  await putUser();
});

const putUser = (more: object = {}) => api.putUser({ username, id: count, password: hash, ...more });
const post = (name: string, body: object, instance = api) =>
  instance.call(routeEvent(`POST /api/auth/${name}`, { body }));

const signIn = (password = oldPassword, instance = api) =>
  post('signin', { username, password, stay_logged_in: true }, instance);
const signInAhead = (milliseconds: number) => {
  ahead.clock.advance(api.clock.now() + milliseconds - ahead.clock.now());
  return signIn(oldPassword, ahead);
};
const endAll = ({ body }: Reply) =>
  api.call(routeEvent('DELETE /api/auth/sessions', { token: String(body['token']) }));
const change = (new_password = newPassword) =>
  post('changePasswordAfterSignin', {
    username,
    old_password: oldPassword,
    new_password,
    stay_logged_in: true,
  });
const sessionTokenOf = ({ body }: Reply) => String(body['session_token']);
const redeem = (session_token: string) => post('IamLoggedIn', { session_token });
const signOut = (session_token: string) => post('signout', { session_token });
const ownItems = async () => (await api.sessions()).filter(session => session['username'] === username);

/** Begins a request some turns of the event loop later, so that rounds differ in what comes first. */
async function delayedBy<T>(turns: number, request: () => Promise<T>): Promise<T> {
  for (let turn = 0; turn < turns; turn++) await nextTurn();
  return request();
}

describe('requests with one session at the same time', () => {
  it('both get a token if both redeem it', async () => {
    const token = sessionTokenOf(await signIn());
    api.clock.advance(2 * hourMs);
    const replies = await Promise.all([redeem(token), redeem(token)]);
    expect(replies.map(({ status }) => status)).toEqual([202, 202]);
  });

  it.each(rounds)('end the session if one redeems it and the other signs out: round %i', async round => {
    const token = sessionTokenOf(await signIn());
    // Redeeming writes the use of the session, which must not bring it back.
    api.clock.advance(2 * hourMs);
    const [redeemed, signedOut] = await Promise.all([
      delayedBy(round % 2 ? 0 : round, () => redeem(token)),
      delayedBy(round % 2 ? round : 0, () => signOut(token)),
    ]);
    expect(signedOut.status).toBe(200);
    if (redeemed.status !== 202) expect(redeemed).toMatchObject(incorrect);
    expect(await redeem(token)).toMatchObject(incorrect);
    expect(await ownItems()).toEqual([]);
  });

  it('do not bring the session back if its use is written after the sign-out', async () => {
    const token = sessionTokenOf(await signIn());
    api.clock.advance(2 * hourMs);
    connection.calls.length = 0;
    expect((await redeem(token)).status).toBe(202);
    const identity = connection.calls.at(-1)?.identity ?? '';
    expect(identity).toMatch(/^UpdateItem .*last_used_at/);

    api.clock.advance(2 * hourMs);
    connection.calls.length = 0;
    connection.plannedFault = { identity, reach: 'once', fault: heldUntilAfter(() => signOut(token)) };
    expect(await redeem(token)).toMatchObject(incorrect);
    connection.plannedFault = null;
    expect(await redeem(token)).toMatchObject(incorrect);
    expect(await ownItems()).toEqual([]);
  });

  it('end a session that an instance with a clock ahead opened, before the index shows it', async () => {
    const first = await signIn();
    const second = await signInAhead(4000);
    connection.calls.length = 0;
    const identity = `Query ${tables.SESSIONS_TABLE} `;
    connection.plannedFault = { identity, reach: 'once', fault: indexWithoutSession(sessionTokenOf(second)) };
    expect((await endAll(first)).status).toBe(204);
    expect(connection.calls.filter(call => call.identity === identity)).toHaveLength(1);
    connection.plannedFault = null;
    expect(await redeem(sessionTokenOf(second))).toMatchObject(incorrect);
    expect((await redeem(sessionTokenOf(await signIn()))).status).toBe(202);
  });

  it.each(rounds)('succeed once if both sign out: round %i', async () => {
    const token = sessionTokenOf(await signIn());
    const replies = await Promise.all([signOut(token), signOut(token)]);
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 400]);
  });
});

describe('a change of password at the same time as another request', () => {
  it.each(rounds)(
    'succeeds for one of two, and its password is the one that signs in: round %i',
    async () => {
      await putUser({ force_password_change: true });
      const choices = [newPassword, 'the best password'];
      const replies = await Promise.all(choices.map(choice => change(choice)));
      const winner = replies.findIndex(({ status }) => status === 200);
      expect(replies[1 - winner]).toMatchObject(wrong);
      expect((await signIn(choices[winner])).status).toBe(200);
      expect(await signIn(choices[1 - winner])).toMatchObject(wrong);
      expect(await signIn()).toMatchObject(wrong);
      // The session of the loser was ended. Those of the winner and of the last sign-in are there.
      expect(await ownItems()).toHaveLength(2);
      expect((await redeem(sessionTokenOf(replies[winner] as Reply))).status).toBe(202);
    },
  );

  it('ends the session of a sign-in with the old password', async () => {
    const signedIn = await during(
      () => signIn(),
      async () => {
        await putUser({ force_password_change: true });
        expect((await change()).status).toBe(200);
      },
    );
    // The access token is good for its hour, but the session is not.
    expect(signedIn.status).toBe(200);
    expect(await redeem(sessionTokenOf(signedIn))).toMatchObject(incorrect);
    api.clock.advance(hourMs);
    expect(await redeem(sessionTokenOf(signedIn))).toMatchObject(incorrect);
    expect(await signIn()).toMatchObject(wrong);
  });

  it('ends the session of a sign-in with the old password on an instance with a clock ahead', async () => {
    const signedIn = await during(
      () => signInAhead(4000),
      async () => {
        await putUser({ force_password_change: true });
        expect((await change()).status).toBe(200);
      },
    );
    expect(signedIn.status).toBe(200);
    expect(await redeem(sessionTokenOf(signedIn))).toMatchObject(incorrect);
  });

  it.each(rounds)('leaves only its own session: round %i', async n => {
    await putUser({ force_password_change: true });
    const [signedIn, changed] = await Promise.all([
      delayedBy(n % 2 ? 0 : 2 * n, () => signIn()),
      delayedBy(n % 2 ? 2 * n : 0, () => change()),
    ]);
    expect(changed.status).toBe(200);
    expect(['change_password', 'username_or_password_incorrect']).toContain(signedIn.body['error_code']);
    expect((await redeem(sessionTokenOf(changed))).status).toBe(202);
    expect(await ownItems()).toHaveLength(1);
  });

  it('succeeds if a sign-in replaces the outdated hash meanwhile', async () => {
    await putUser({ password: outdatedHash, force_password_change: true });
    const changed = await during(
      () => change(),
      async () => {
        expect(await signIn()).toMatchObject({ status: 400, body: { error_code: 'change_password' } });
        expect(await api.user(username)).not.toMatchObject({ password: outdatedHash });
      },
    );
    expect(changed.status).toBe(200);
    expect((await redeem(sessionTokenOf(changed))).status).toBe(202);
    expect((await signIn(newPassword)).status).toBe(200);
    expect(await signIn()).toMatchObject(wrong);
  });

  it.each(rounds)(
    'succeeds at the same time as a sign-in that replaces the outdated hash: round %i',
    async n => {
      await putUser({ password: outdatedHash, force_password_change: true });
      const [changed] = await Promise.all([change(), delayedBy(2 * n, () => signIn())]);
      expect(changed.status).toBe(200);
      expect((await signIn(newPassword)).status).toBe(200);
      expect(await signIn()).toMatchObject(wrong);
    },
  );
});
