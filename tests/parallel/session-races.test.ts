/** What is asked for at once on one account and its sessions: the answers that docs/sessions.md gives. */
import { randomBytes, randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Bcrypt } from '../../lib/passwords/password-hasher.ts';
import { cheapHash, createCheapBcrypt } from '../support/cheap-bcrypt.ts';
import { routeEvent } from '../support/event-builder.ts';
import {
  type DatabaseLine,
  type FaultyDatabase,
  faults,
  heldUntilAfter,
  lacking,
  startFaultyDatabase,
} from '../support/faulty-database.ts';
import { type Reply, startFunction, type TestFunction, tables } from '../support/test-function.ts';

const oldPassword = 'Password1234!';
const newPassword = 'a better password';
const hash = cheapHash(oldPassword, 10);
const outdatedHash = cheapHash(oldPassword, 4);
/** An order that shows itself once in a while shows itself in one of these. */
const rounds = Array.from({ length: 12 }, (_, round) => [round + 1]);
const hourMs = 3_600_000;
const incorrect = { status: 400, body: { error_code: 'session_token_incorrect' } };
const wrong = { status: 400, body: { error_code: 'username_or_password_incorrect' } };

let database: FaultyDatabase;
let line: DatabaseLine;
let api: TestFunction;
/** Another instance, whose clock is wrong. */
let ahead: TestFunction;
let count = 0;
let username = '';

/** A comparison that stands still: its request has read the user and has not judged the password. */
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

/** Begins a request, does something else while its comparison stands still, and lets it end. */
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
  line = database.line();
  const settings = {
    ...line.settings,
    JWT_SECRET: randomBytes(48).toString('base64'),
    // Whoever comes at once with others would wait on a clock that does not wait for them.
    ACCOUNT_FREE_ATTEMPTS: '100',
    NETWORK_MAX_ATTEMPTS: '1000000',
  };
  api = await startFunction(settings, { bcrypt, database });
  ahead = await startFunction({ ...settings, ...database.line().settings }, { bcrypt, database });
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
const ownRows = async () => (await api.sessions()).filter(session => session['username'] === username);

/** Begins so many turns of the event loop later, so that rounds differ in what comes first. */
async function delayedBy<T>(turns: number, request: () => Promise<T>): Promise<T> {
  for (let turn = 0; turn < turns; turn++) await nextTurn();
  return request();
}

describe('a session at once', () => {
  it('redeemed twice, yields a token both times', async () => {
    const token = sessionTokenOf(await signIn());
    api.clock.advance(2 * hourMs);
    const replies = await Promise.all([redeem(token), redeem(token)]);
    expect(replies.map(({ status }) => status)).toEqual([202, 202]);
  });

  it.each(rounds)('redeemed and signed out of, is gone afterwards: round %i', async round => {
    const token = sessionTokenOf(await signIn());
    // Redeeming has its use to write, which must not bring the session back.
    api.clock.advance(2 * hourMs);
    const [redeemed, signedOut] = await Promise.all([
      delayedBy(round % 2 ? 0 : round, () => redeem(token)),
      delayedBy(round % 2 ? round : 0, () => signOut(token)),
    ]);
    expect(signedOut.status).toBe(200);
    if (redeemed.status !== 202) expect(redeemed).toMatchObject(incorrect);
    expect(await redeem(token)).toMatchObject(incorrect);
    expect(await ownRows()).toEqual([]);
  });

  it('signed out of before its use is written down, is not brought back by that', async () => {
    const token = sessionTokenOf(await signIn());
    api.clock.advance(2 * hourMs);
    line.calls.length = 0;
    expect((await redeem(token)).status).toBe(202);
    const identity = line.calls.at(-1)?.identity ?? '';
    expect(identity).toMatch(/^UpdateItem .*last_used_at/);

    api.clock.advance(2 * hourMs);
    line.calls.length = 0;
    line.trouble = { identity, reach: 'once', fault: heldUntilAfter(() => signOut(token)) };
    expect(await redeem(token)).toMatchObject(incorrect);
    line.trouble = null;
    expect(await redeem(token)).toMatchObject(incorrect);
    expect(await ownRows()).toEqual([]);
  });

  it('opened where the clock is ahead, is ended with all others, before the index shows it', async () => {
    const first = await signIn();
    const second = await signInAhead(4000);
    line.calls.length = 0;
    const identity = `Query ${tables.SESSIONS_TABLE} `;
    line.trouble = { identity, reach: 'once', fault: lacking(sessionTokenOf(second)) };
    expect((await endAll(first)).status).toBe(204);
    expect(line.calls.filter(call => call.identity === identity)).toHaveLength(1);
    line.trouble = null;
    expect(await redeem(sessionTokenOf(second))).toMatchObject(incorrect);
    expect((await redeem(sessionTokenOf(await signIn()))).status).toBe(202);
  });

  it.each(rounds)('signed out of twice, is so once: round %i', async () => {
    const token = sessionTokenOf(await signIn());
    const replies = await Promise.all([signOut(token), signOut(token)]);
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 400]);
  });
});

describe('a password at once', () => {
  it.each(rounds)('changed twice, is what the one who is told so made it: round %i', async () => {
    await putUser({ force_password_change: true });
    const choices = [newPassword, 'the best password'];
    const replies = await Promise.all(choices.map(choice => change(choice)));
    const winner = replies.findIndex(({ status }) => status === 200);
    expect(replies[1 - winner]).toMatchObject(wrong);
    expect((await signIn(choices[winner])).status).toBe(200);
    expect(await signIn(choices[1 - winner])).toMatchObject(wrong);
    expect(await signIn()).toMatchObject(wrong);
    // The loser's session was ended, the winner's and the one of the sign-in just now are there.
    expect(await ownRows()).toHaveLength(2);
    expect((await redeem(sessionTokenOf(replies[winner] as Reply))).status).toBe(202);
  });

  it('typed for a sign-in and changed, keeps no session that the old one opened', async () => {
    const signedIn = await during(
      () => signIn(),
      async () => {
        await putUser({ force_password_change: true });
        expect((await change()).status).toBe(200);
      },
    );
    // The token is good for its hour; what renews it is not.
    expect(signedIn.status).toBe(200);
    expect(await redeem(sessionTokenOf(signedIn))).toMatchObject(incorrect);
    api.clock.advance(hourMs);
    expect(await redeem(sessionTokenOf(signedIn))).toMatchObject(incorrect);
    expect(await signIn()).toMatchObject(wrong);
  });

  it('typed where the clock is ahead and changed, keeps no session that the old one opened', async () => {
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

  it.each(rounds)(
    'typed for a sign-in and changed, keeps only what the new one opened: round %i',
    async n => {
      await putUser({ force_password_change: true });
      const [signedIn, changed] = await Promise.all([
        delayedBy(n % 2 ? 0 : 2 * n, () => signIn()),
        delayedBy(n % 2 ? 2 * n : 0, () => change()),
      ]);
      expect(changed.status).toBe(200);
      expect(['change_password', 'username_or_password_incorrect']).toContain(signedIn.body['error_code']);
      expect((await redeem(sessionTokenOf(changed))).status).toBe(202);
      expect(await ownRows()).toHaveLength(1);
    },
  );

  it('changed while a sign-in makes its outdated hash anew, is changed all the same', async () => {
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

  it.each(rounds)('changed while its hash is made anew at once, is changed: round %i', async n => {
    await putUser({ password: outdatedHash, force_password_change: true });
    const [changed] = await Promise.all([change(), delayedBy(2 * n, () => signIn())]);
    expect(changed.status).toBe(200);
    expect((await signIn(newPassword)).status).toBe(200);
    expect(await signIn()).toMatchObject(wrong);
  });
});

describe('a hundred sessions', () => {
  const dayMs = 24 * hourMs;

  /** So many sessions of the user, in no order of their use; the labels tell how many hours ago that was. */
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

  /** Of the sessions that were put: the hours since their use, in order. */
  async function hoursUnused(): Promise<number[]> {
    const items = await ownRows();
    return items
      .map(item => Number(item['session_information']))
      .filter(hours => !Number.isNaN(hours))
      .toSorted((a, b) => a - b);
  }

  const upTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1);

  it('are what is left of more, those unused longest gone first, 25 at a sign-in', async () => {
    await putSessions(130);
    expect((await signIn()).status).toBe(200);
    expect(await hoursUnused()).toEqual(upTo(105));
    expect((await signIn()).status).toBe(200);
    expect(await hoursUnused()).toEqual(upTo(98));
    expect(await ownRows()).toHaveLength(100);
  });

  it('are a hundred where the look sees the new one too', async () => {
    await putSessions(100);
    line.calls.length = 0;
    const seesAll = heldUntilAfter(() => vi.waitFor(async () => expect(await ownRows()).toHaveLength(101)));
    line.trouble = { identity: `Query ${tables.SESSIONS_TABLE} `, reach: 'once', fault: seesAll };
    expect((await signIn()).status).toBe(200);
    line.trouble = null;
    expect(await ownRows()).toHaveLength(100);
  });

  it('are not fewer after a sign-in that failed', async () => {
    await putSessions(100);
    line.calls.length = 0;
    line.trouble = {
      identity: `PutItem ${tables.SESSIONS_TABLE} `,
      reach: 'with its repeats',
      fault: faults.ThrottlingException,
    };
    expect((await signIn()).status).toBe(503);
    line.trouble = null;
    expect(await ownRows()).toHaveLength(100);
  });

  it('are all that is left by the sign-in after ten at once, and none of the ten is missing', async () => {
    await putSessions(99);
    const replies = await Promise.all(Array.from({ length: 10 }, () => signIn()));
    const opened = replies.map(sessionTokenOf);
    expect((await ownRows()).length).toBeGreaterThanOrEqual(100);
    opened.push(sessionTokenOf(await signIn()));
    expect(await ownRows()).toHaveLength(100);
    expect(await hoursUnused()).toEqual(upTo(89));
    for (const token of opened) expect((await redeem(token)).status).toBe(202);
  });
});
