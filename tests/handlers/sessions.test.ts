/** The life of a session, with a clock to turn. */
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cheapHash, createCheapBcrypt } from '../support/cheap-bcrypt.ts';
import { type RouteEventDetails, routeEvent } from '../support/events.ts';
import { startFunction, type TestFunction } from '../support/function.ts';

const password = 'Password1234!';
const newPassword = 'a better password';
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const incorrect = { status: 400, body: { error_code: 'session_token_incorrect' } };
const hash = cheapHash(password, 10);

let api: TestFunction;
let count = 0;
let username = '';
let id = 0;

beforeAll(async () => {
  api = await startFunction({ NETWORK_MAX_ATTEMPTS: '1000000' }, { bcrypt: createCheapBcrypt() });
});
afterAll(() => api.stop());
beforeEach(async () => {
  count += 1;
  username = `user.${count}`;
  id = 1000 + count;
  await putUser();
});

const putUser = (more: object = {}) => api.putUser({ username, id, password: hash, ...more });
const call = (routeKey: string, request: RouteEventDetails = {}) => api.call(routeEvent(routeKey, request));

async function signIn(fields: object = {}) {
  const body = { username, password, stay_logged_in: true, ...fields };
  const reply = await call('POST /api/auth/signin', { body });
  expect(reply.status).toBe(200);
  return { token: String(reply.body['token']), sessionToken: String(reply.body['session_token']) };
}
const redeem = (sessionToken: string, fields: object = {}) =>
  call('POST /api/auth/IamLoggedIn', { body: { session_token: sessionToken, ...fields } });
const signOut = (sessionToken: string) =>
  call('POST /api/auth/signout', { body: { session_token: sessionToken } });
const changePassword = (fields: object = {}) =>
  call('POST /api/auth/changePasswordAfterSignin', {
    body: { username, old_password: password, new_password: newPassword, ...fields },
  });

interface Listed {
  readonly id: string;
  readonly session_information: string;
  readonly created_at: number;
  readonly last_used_at: number;
  readonly expires_at: number;
}
async function list(token: string, query: Record<string, string> = {}) {
  const reply = await call('GET /api/auth/sessions', { token, query });
  expect(reply.status).toBe(200);
  // The contract's shape; the tests look at what is in it.
  return reply.body as { sessions: Listed[]; cursor?: string };
}

describe('redeeming', () => {
  it('yields a fresh token of the same subject', async () => {
    const { sessionToken } = await signIn();
    api.clock.advance(2 * hourMs);
    const reply = await redeem(sessionToken);
    expect(reply).toMatchObject({ status: 202, body: { msg: 'Session token is good' } });
    const now = Math.floor(api.clock.now() / 1000);
    expect(decodeJwt(String(reply.body['token']))).toEqual({
      iss: 'lumen-jwt',
      sub: id,
      iat: now,
      exp: now + 3600,
    });
  });

  it.each([
    ['unknown', 'x'.repeat(64)],
    ['empty', ''],
    ['too short', 'x'.repeat(63)],
    ['too long', 'x'.repeat(65)],
    ['of other characters', `${'x'.repeat(63)}-`],
    ['with a line break', `${'x'.repeat(64)}\n`],
  ])('does not take a session token that is %s', async (_case, sessionToken) => {
    expect(await redeem(sessionToken)).toMatchObject(incorrect);
    expect(await signOut(sessionToken)).toMatchObject(incorrect);
  });

  it.each([
    ['a number', { session_token: 33 }],
    ['missing', {}],
    ['nothing', { session_token: null }],
  ])('wants a session token, not one that is %s', async (_case, body) => {
    for (const route of ['POST /api/auth/IamLoggedIn', 'POST /api/auth/signout']) {
      expect(await call(route, { body })).toMatchObject({
        status: 400,
        body: { error_code: 'validation_failed', errors: { session_token: [expect.any(String)] } },
      });
    }
  });

  it('labels the session anew where session_information is sent', async () => {
    const { token, sessionToken } = await signIn({ session_information: 'old' });
    expect((await redeem(sessionToken)).status).toBe(202);
    expect((await list(token)).sessions).toMatchObject([{ session_information: 'old' }]);
    expect((await redeem(sessionToken, { session_information: 'new' })).status).toBe(202);
    expect((await list(token)).sessions).toMatchObject([{ session_information: 'new' }]);
  });

  it('writes a new label down within the hour too, and no use', async () => {
    const { sessionToken } = await signIn({ session_information: 'old' });
    const [before] = await ownRows();
    api.clock.advance(hourMs - 1);
    await redeem(sessionToken, { session_information: 'new' });
    expect(await ownRows()).toEqual([{ ...before, session_information: 'new' }]);
  });

  it('writes down its use once an hour at most', async () => {
    const { sessionToken } = await signIn();
    const startedAt = api.clock.now();
    const lastUsedAt = async () => (await ownRows())[0]?.['last_used_at'];
    api.clock.advance(hourMs - 1);
    await redeem(sessionToken);
    expect(await lastUsedAt()).toBe(startedAt);
    api.clock.advance(1);
    await redeem(sessionToken);
    expect(await lastUsedAt()).toBe(startedAt + hourMs);
  });

  it('works until 14 days have passed without use', async () => {
    const [used, unused] = [await signIn(), await signIn()];
    api.clock.advance(13 * dayMs);
    expect((await redeem(used.sessionToken)).status).toBe(202);
    api.clock.advance(dayMs - 1);
    expect((await redeem(unused.sessionToken)).status).toBe(202);
    api.clock.advance(14 * dayMs);
    expect(await redeem(used.sessionToken)).toMatchObject(incorrect);
    expect(await redeem(unused.sessionToken)).toMatchObject(incorrect);
    expect(await signOut(used.sessionToken)).toMatchObject(incorrect);
  });

  it('works until 30 days have passed in all', async () => {
    const { sessionToken } = await signIn();
    for (const days of [10, 10, 9]) {
      api.clock.advance(days * dayMs);
      expect((await redeem(sessionToken)).status).toBe(202);
    }
    api.clock.advance(dayMs - 1);
    expect((await redeem(sessionToken)).status).toBe(202);
    api.clock.advance(1);
    expect(await redeem(sessionToken)).toMatchObject(incorrect);
  });

  it('lets DynamoDB remove the row when the session is over', async () => {
    const { sessionToken } = await signIn();
    const startedAt = api.clock.now();
    const expiry = async () => (await ownRows())[0]?.['expires_at'];
    expect(await expiry()).toBe(Math.floor((startedAt + 14 * dayMs) / 1000));
    api.clock.advance(10 * dayMs);
    await redeem(sessionToken);
    expect(await expiry()).toBe(Math.floor((startedAt + 24 * dayMs) / 1000));
    api.clock.advance(10 * dayMs);
    await redeem(sessionToken);
    expect(await expiry()).toBe(Math.floor((startedAt + 30 * dayMs) / 1000));
  });

  it.each([
    ['is deactivated', { activated: false }],
    ['has to change the password', { force_password_change: true }],
    ['was added anew with another id', { id: 'another' }],
    ['has an id of another type', { id: '1000' }],
    ['has no usable id any more', { id: 1.5 }],
    ['has its sessions ended', { sessions_valid_from: 8e12 }],
  ])('ends the session for good where the user %s', async (_case, change) => {
    const { sessionToken } = await signIn();
    await putUser(change);
    expect(await redeem(sessionToken)).toMatchObject(incorrect);
    expect(await ownRows()).toEqual([]);
    await putUser();
    expect(await redeem(sessionToken)).toMatchObject(incorrect);
  });

  it('ends for good where the id "null" is no id any more', async () => {
    await putUser({ id: 'null' });
    const { sessionToken } = await signIn();
    await putUser({ id: null });
    expect(await redeem(sessionToken)).toMatchObject(incorrect);
  });

  it('ends the session for good where the user was removed', async () => {
    const { sessionToken } = await signIn();
    await api.removeUser(username);
    expect(await redeem(sessionToken)).toMatchObject(incorrect);
    await putUser();
    expect(await redeem(sessionToken)).toMatchObject(incorrect);
  });

  it('goes on where sessions are valid from the moment that this one began', async () => {
    const { sessionToken } = await signIn();
    await putUser({ sessions_valid_from: api.clock.now() });
    expect((await redeem(sessionToken)).status).toBe(202);
    await putUser({ sessions_valid_from: api.clock.now() + 1 });
    expect(await redeem(sessionToken)).toMatchObject(incorrect);
  });

  it('goes on where sessions_valid_from is put to 0', async () => {
    const { sessionToken } = await signIn();
    await putUser({ sessions_valid_from: 0 });
    expect((await redeem(sessionToken)).status).toBe(202);
  });

  it.each([['2026-01-01'], ['1000'], [-1], [Number.MAX_SAFE_INTEGER]])(
    'is our mistake where sessions_valid_from is no time: %j',
    async sessions_valid_from => {
      const { sessionToken } = await signIn();
      await putUser({ sessions_valid_from });
      expect(await redeem(sessionToken)).toMatchObject({
        status: 500,
        body: { error_code: 'internal_error' },
      });
      expect(api.log.at(-1)).toMatchObject({ error: expect.stringContaining('sessions_valid_from') });
      await putUser();
      expect((await redeem(sessionToken)).status).toBe(202);
    },
  );
});

async function ownRows() {
  return (await api.sessions()).filter(session => session['username'] === username);
}

describe('signing out', () => {
  it('ends the session of the token, once, and no other', async () => {
    const [one, other] = [await signIn(), await signIn()];
    expect(await signOut(one.sessionToken)).toMatchObject({
      status: 200,
      body: { msg: 'Successfully signed out' },
    });
    expect(await redeem(one.sessionToken)).toMatchObject(incorrect);
    expect(await signOut(one.sessionToken)).toMatchObject(incorrect);
    expect((await redeem(other.sessionToken)).status).toBe(202);
  });

  // Its row outlives one write that ends all, and signing out went by the row alone.
  it('is refused where the session was ended together with all', async () => {
    const { token, sessionToken } = await signIn();
    expect((await call('DELETE /api/auth/sessions', { token })).status).toBe(204);
    expect(await signOut(sessionToken)).toMatchObject(incorrect);
  });

  it('is open to a user who is locked out, and the session does not come back', async () => {
    const { sessionToken } = await signIn();
    await putUser({ activated: false });
    expect((await signOut(sessionToken)).status).toBe(200);
    await putUser();
    expect(await redeem(sessionToken)).toMatchObject(incorrect);
  });
});

describe('changing the password', () => {
  beforeEach(() => putUser({ force_password_change: true }));

  it('stores the new one, clears the flag, and signs in', async () => {
    const reply = await changePassword({ stay_logged_in: true, session_information: 'new' });
    expect(reply.status).toBe(200);
    expect(Object.keys(reply.body)).toEqual(['token', 'session_token']);
    expect((await redeem(String(reply.body['session_token']))).status).toBe(202);
    expect(await api.user(username)).toMatchObject({ force_password_change: false });
    const { token } = await signIn({ password: newPassword });
    expect((await list(token)).sessions).toHaveLength(2);
    expect(await call('POST /api/auth/signin', { body: { username, password } })).toMatchObject({
      status: 400,
      body: { error_code: 'username_or_password_incorrect' },
    });
  });

  it('opens no session where nobody wants to stay', async () => {
    const reply = await changePassword();
    expect(Object.keys(reply.body)).toEqual(['token']);
    expect(await ownRows()).toEqual([]);
  });

  it('ends every older session, and none that begins after it', async () => {
    await putUser();
    const old = await signIn();
    await putUser({ force_password_change: true });
    const changed = await changePassword({ stay_logged_in: true });
    const after = await signIn({ password: newPassword });
    expect(await redeem(old.sessionToken)).toMatchObject(incorrect);
    expect((await redeem(String(changed.body['session_token']))).status).toBe(202);
    expect((await redeem(after.sessionToken)).status).toBe(202);
  });

  it('opens a session that begins now, though older ones end a little later', async () => {
    const { body } = await changePassword({ stay_logged_in: true });
    const now = Math.floor(api.clock.now() / 1000);
    const { sessions } = await list(String(body['token']));
    expect(sessions).toMatchObject([
      { created_at: now, last_used_at: now, expires_at: Math.floor((api.clock.now() + 14 * dayMs) / 1000) },
    ]);
  });

  it('ends the session of the last change too, even within seconds', async () => {
    const first = await changePassword({ stay_logged_in: true });
    await api.putUser({ ...(await api.user(username)), username, force_password_change: true });
    const second = await changePassword({
      old_password: newPassword,
      new_password: `${newPassword} still`,
      stay_logged_in: true,
    });
    expect(await redeem(String(first.body['session_token']))).toMatchObject(incorrect);
    expect((await redeem(String(second.body['session_token']))).status).toBe(202);
  });

  it.each([
    ['a wrong password', { old_password: 'wrong' }, {}, 'username_or_password_incorrect'],
    ['an unknown name', { username: 'nobody' }, {}, 'username_or_password_incorrect'],
    ['an account that is not activated', {}, { activated: false }, 'not_activated'],
    ['no need', {}, { force_password_change: false }, 'no_password_change_needed_for_user'],
    [
      'a wrong password and no need',
      { old_password: 'x' },
      { force_password_change: false },
      'username_or_password_incorrect',
    ],
  ])('is refused with %s, and changes nothing', async (_case, fields, user, code) => {
    await putUser({ force_password_change: true, ...user });
    const before = await api.user(username);
    expect(await changePassword(fields)).toMatchObject({ status: 400, body: { error_code: code } });
    expect(await api.user(username)).toEqual(before);
    expect(await ownRows()).toEqual([]);
  });

  it('is refused with sentences about the new password before the old one is looked at', async () => {
    const reply = await changePassword({ old_password: 'wrong', new_password: '1234567' });
    expect(reply).toMatchObject({
      status: 400,
      body: {
        error_code: 'validation_failed',
        errors: { new_password: ['new_password has to have at least 8 characters'] },
      },
    });
  });

  it('shares the guessing limit with signing in', async () => {
    for (let i = 0; i < 3; i++) await changePassword({ old_password: 'wrong' });
    for (let i = 0; i < 2; i++) {
      await call('POST /api/auth/signin', { body: { username, password: 'wrong' } });
    }
    const count = api.log.length;
    expect((await changePassword({ old_password: 'wrong' })).status).toBe(400);
    expect(api.log.at(count)).toMatchObject({ failures: 6 });
  });
});

describe('the list of sessions', () => {
  it('is newest first, in pages, without token or hash', async () => {
    for (let i = 0; i < 5; i++) {
      await signIn({ session_information: `session ${i}` });
      api.clock.advance(i === 2 ? 0 : 1000);
    }
    const { token } = await signIn({ stay_logged_in: false });
    const whole = await list(token);
    expect(whole).not.toHaveProperty('cursor');
    const labels = whole.sessions.map(session => session.session_information);
    expect([...labels.slice(0, 1), ...labels.slice(3)]).toEqual(['session 4', 'session 1', 'session 0']);
    expect(new Set(labels.slice(1, 3))).toEqual(new Set(['session 3', 'session 2']));
    expect(Object.keys(whole.sessions[0] ?? {})).toEqual([
      'id',
      'session_information',
      'created_at',
      'last_used_at',
      'expires_at',
    ]);

    for (const limit of ['1', '2', '3', '5']) {
      const pages: Listed[] = [];
      let cursor: string | undefined;
      do {
        const page = await list(token, { limit, ...(cursor === undefined ? {} : { cursor }) });
        expect(page.sessions.length).toBeLessThanOrEqual(Number(limit));
        pages.push(...page.sessions);
        ({ cursor } = page);
      } while (cursor !== undefined);
      expect(pages).toEqual(whole.sessions);
    }
  });

  it("has nobody else's, and none that is over", async () => {
    const { sessionToken } = await signIn();
    const other = await signIn();
    await signOut(sessionToken);
    api.clock.advance(hourMs - 1000);
    expect((await list(other.token)).sessions).toHaveLength(1);
    await putUser({ sessions_valid_from: api.clock.now() });
    expect((await list(other.token)).sessions).toEqual([]);
    await api.putUser({ username: `${username}.other`, id: String(id), password: hash });
    const stranger = await signIn({ username: `${username}.other` });
    expect((await list(stranger.token)).sessions).toHaveLength(1);
  });

  it.each([
    [{ limit: '0' }, 'limit'],
    [{ limit: '101' }, 'limit'],
    [{ limit: '-1' }, 'limit'],
    [{ limit: '1e1' }, 'limit'],
    [{ limit: '' }, 'limit'],
    [{ limit: '1,2' }, 'limit'],
    [{ cursor: '' }, 'cursor'],
    [{ cursor: 'x' }, 'cursor'],
    [{ cursor: Buffer.from('1.x').toString('base64url') }, 'cursor'],
  ])('refuses %o', async (query, field) => {
    const { token } = await signIn({ stay_logged_in: false });
    expect(await call('GET /api/auth/sessions', { token, query })).toMatchObject({
      status: 400,
      body: { error_code: 'validation_failed', errors: { [field]: [expect.stringContaining(field)] } },
    });
  });

  it('is whole where DynamoDB reads it in parts of 1 MB', async () => {
    const { token } = await signIn();
    const [row] = await ownRows();
    for (let i = 0; i < 6; i++) {
      const session_information = `${i}`.padEnd(200_000);
      await api.putSession({
        ...row,
        token_hash: `long.${count}.${i}`,
        id: `long.${i}`,
        session_information,
      });
    }
    expect((await list(token)).sessions).toHaveLength(7);
  });

  it('never has more than 100: the one unused longest goes first', async () => {
    const first = await signIn();
    api.clock.advance(2 * hourMs);
    const second = await signIn();
    for (let i = 0; i < 98; i++) await signIn();
    expect(await ownRows()).toHaveLength(100);
    api.clock.advance(2 * hourMs);
    expect((await redeem(first.sessionToken)).status).toBe(202);
    api.clock.advance(1000);
    for (let i = 0; i < 99; i++) await signIn();
    expect(await ownRows()).toHaveLength(100);
    expect(await redeem(second.sessionToken)).toMatchObject(incorrect);
    expect((await redeem(first.sessionToken)).status).toBe(202);
  });

  it('counts no session that is over, though DynamoDB has not removed its row', async () => {
    const old = await signIn();
    const now = api.clock.now() + 13 * dayMs;
    const [row] = await ownRows();
    for (let i = 0; i < 100; i++) {
      const over = { created_at: now - 30 * dayMs, last_used_at: now - hourMs };
      await api.putSession({ ...row, ...over, token_hash: `over.${count}.${i}`, id: `over.${i}` });
    }
    api.clock.advance(13 * dayMs);
    await signIn();
    expect((await redeem(old.sessionToken)).status).toBe(202);
  });
});

describe('ending sessions', () => {
  it('ends one by its id', async () => {
    const [one, other] = [await signIn({ session_information: 'one' }), await signIn()];
    const found = (await list(one.token)).sessions.find(session => session.session_information === 'one');
    const end = () => call('DELETE /api/auth/sessions/{id}', { token: one.token, id: found?.id ?? '' });
    expect(await end()).toEqual({ status: 204, headers: expect.any(Object), body: {} });
    expect(await redeem(one.sessionToken)).toMatchObject(incorrect);
    expect((await redeem(other.sessionToken)).status).toBe(202);
    expect(await end()).toMatchObject({
      status: 404,
      body: { msg: 'There is no such session', error_code: 'session_not_found' },
    });
  });

  it("does not end somebody else's: for a stranger it does not exist", async () => {
    const own = await signIn();
    const [session] = (await list(own.token)).sessions;
    await api.putUser({ username: `${username}.other`, id: String(id), password: hash });
    const stranger = await signIn({ username: `${username}.other` });
    for (const ended of [session?.id ?? '', own.sessionToken, '%', '']) {
      const reply = await call('DELETE /api/auth/sessions/{id}', { token: stranger.token, id: ended });
      expect(reply).toMatchObject({ status: 404, body: { error_code: 'session_not_found' } });
    }
    expect((await redeem(own.sessionToken)).status).toBe(202);
  });

  it('ends none for an empty id, which a local server can mistake for all', async () => {
    const { token, sessionToken } = await signIn();
    const event = routeEvent('DELETE /api/auth/sessions', { token });
    const reply = await api.call({ ...event, rawPath: '/api/auth/sessions/' });
    expect(reply).toMatchObject({ status: 404, body: { error_code: 'session_not_found' } });
    expect(await call('DELETE /api/auth/sessions/{id}', { token, id: '' })).toMatchObject({ status: 404 });
    expect((await redeem(sessionToken)).status).toBe(202);
  });

  it('ends all, and none that begins afterwards', async () => {
    const [one, other] = [await signIn(), await signIn()];
    for (let i = 0; i < 2; i++) {
      const reply = await call('DELETE /api/auth/sessions', { token: one.token });
      expect(reply.status).toBe(204);
    }
    const after = await signIn();
    expect(await redeem(one.sessionToken)).toMatchObject(incorrect);
    expect(await redeem(other.sessionToken)).toMatchObject(incorrect);
    expect((await redeem(after.sessionToken)).status).toBe(202);
    // Those that began right after the end can be ended too.
    expect((await call('DELETE /api/auth/sessions', { token: one.token })).status).toBe(204);
    expect(await redeem(after.sessionToken)).toMatchObject(incorrect);
  });

  // They were passed over, and were back as soon as the operator took the flag away.
  it('ends all of a user who is locked out, for good', async () => {
    const { token, sessionToken } = await signIn();
    await putUser({ force_password_change: true });
    expect((await call('DELETE /api/auth/sessions', { token })).status).toBe(204);
    await api.putUser({ ...(await api.user(username)), username, force_password_change: false });
    expect(await redeem(sessionToken)).toMatchObject(incorrect);
  });

  it('ends one of a user who is locked out, for good, though it is not listed', async () => {
    const { token, sessionToken } = await signIn();
    const [session] = (await list(token)).sessions;
    await putUser({ activated: false });
    expect((await list(token)).sessions).toEqual([]);
    const reply = await call('DELETE /api/auth/sessions/{id}', { token, id: session?.id ?? '' });
    expect(reply.status).toBe(204);
    await putUser();
    expect(await redeem(sessionToken)).toMatchObject(incorrect);
  });

  // The index lags behind: the session that is to end may not be in it yet, and an old one tells whose it is.
  it('ends all where the index has only one that is over', async () => {
    await signIn();
    api.clock.advance(31 * dayMs);
    const { token } = await signIn({ stay_logged_in: false });
    expect((await call('DELETE /api/auth/sessions', { token })).status).toBe(204);
    expect(await api.user(username)).toMatchObject({ sessions_valid_from: api.clock.now() + 5000 });
  });

  it("ends nobody's where the name has another user meanwhile", async () => {
    const { token } = await signIn();
    await putUser({ id: 'another' });
    const another = await signIn();
    expect((await call('DELETE /api/auth/sessions', { token })).status).toBe(204);
    expect((await redeem(another.sessionToken)).status).toBe(202);
    expect(await api.user(username)).not.toHaveProperty('sessions_valid_from');
  });

  it('ends all right after a change of password too', async () => {
    await putUser({ force_password_change: true });
    const { body } = await changePassword({ stay_logged_in: true });
    expect((await call('DELETE /api/auth/sessions', { token: String(body['token']) })).status).toBe(204);
    expect(await redeem(String(body['session_token']))).toMatchObject(incorrect);
  });
});

describe("the routes of a token's subject", () => {
  const routes = ['GET /api/auth/sessions', 'DELETE /api/auth/sessions/{id}', 'DELETE /api/auth/sessions'];

  it.each(routes)('%s is 401 without a token that is good', async routeKey => {
    const { token } = await signIn({ stay_logged_in: false });
    const good = routeEvent(routeKey, { token, id: 'x' });
    const headers = [
      undefined,
      '',
      token,
      `Basic ${token}`,
      `Bearer  ${token}`,
      `Bearer ${token}x`,
      'Bearer null',
    ];
    for (const authorization of headers) {
      const event = {
        ...good,
        headers: authorization === undefined ? {} : { Authorization: authorization },
      };
      expect(await api.call(event)).toMatchObject({
        status: 401,
        headers: { 'www-authenticate': 'Bearer', 'cache-control': 'no-store' },
        body: { msg: 'A valid token is needed', error_code: 'unauthorized' },
      });
    }
    api.clock.advance(hourMs);
    expect((await api.call(good)).status).toBe(401);
  });

  it('take the scheme in any case', async () => {
    const { token } = await signIn({ stay_logged_in: false });
    const event = routeEvent('GET /api/auth/sessions');
    expect((await api.call({ ...event, headers: { authorization: `bearer ${token}` } })).status).toBe(200);
  });
});
