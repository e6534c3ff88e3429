import { createHash } from 'node:crypto';
import bcryptjs from 'bcryptjs';
import { decodeJwt, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventWithBody, signInEvent } from '../support/event-builder.ts';
import { type Reply, startFunction, type TestFunction } from '../support/test-function.ts';

const password = 'Password1234!';
const wrong = { msg: 'Username or password is wrong', error_code: 'username_or_password_incorrect' };

let api: TestFunction;
let hash: string;
beforeAll(async () => {
  api = await startFunction();
  hash = await bcryptjs.hash(password, 10);
  await api.putUser({ username: 'st.huber', id: 33, password: hash });
});
afterAll(() => api.stop());

const signIn = (fields: object) => api.call(signInEvent({ username: 'st.huber', password, ...fields }));

describe('signing in', () => {
  it('yields a token and nothing else, and no session', async () => {
    const reply = await signIn({ session_information: 'a label alone keeps nobody signed in' });
    expect(reply.status).toBe(200);
    expect(Object.keys(reply.body)).toEqual(['token']);
    expect(await api.sessions()).toEqual([]);
    const { payload } = await jwtVerify(String(reply.body['token']), new TextEncoder().encode(api.secret), {
      currentDate: new Date(api.clock.now()),
    });
    const iat = Math.floor(api.clock.now() / 1000);
    expect(payload).toEqual({ iss: 'lumen-jwt', sub: 33, iat, exp: iat + 3600 });
  });

  it('stores a session under the hash of its token with stay_logged_in', async () => {
    const reply = await signIn({ stay_logged_in: true, session_information: 'Firefox: 69; Mobile: true;' });
    const token = String(reply.body['session_token']);
    expect(token).toMatch(/^[A-Za-z0-9]{64}$/);
    const now = api.clock.now();
    expect(await api.sessions()).toEqual([
      {
        token_hash: createHash('sha256').update(token).digest('hex'),
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        user_id: 'n:33',
        username: 'st.huber',
        session_information: 'Firefox: 69; Mobile: true;',
        created_at: now,
        valid_from: 0,
        last_used_at: now,
        expires_at: Math.floor(now / 1000) + 14 * 86_400,
      },
    ]);
  });

  it.each([
    ['the user agent', { 'user-agent': 'curl/8' }, 'curl/8'],
    ['190 characters of the user agent', { 'User-Agent': '😀'.repeat(200) }, '😀'.repeat(190)],
    ['"unknown" without a user agent', {}, 'unknown'],
    ['"unknown" with an empty user agent', { 'user-agent': '' }, 'unknown'],
  ])('labels a session without session_information by %s', async (_case, headers, label) => {
    const known = new Set((await api.sessions()).map(session => session['id']));
    const body = JSON.stringify({ username: 'st.huber', password, stay_logged_in: true });
    expect((await api.call(eventWithBody(body, { headers }))).status).toBe(200);
    const added = (await api.sessions()).filter(session => !known.has(session['id']));
    expect(added).toMatchObject([{ session_information: label }]);
  });

  it.each([
    ['a number', 'id.number', 7, 'n:7'],
    ['a string', 'id.string', 'u-7', 's:u-7'],
    ['a string of digits', 'id.digits', '7', 's:7'],
    ['the largest safe number', 'id.large', Number.MAX_SAFE_INTEGER, `n:${Number.MAX_SAFE_INTEGER}`],
  ])('keeps an id as it is stored: %s', async (_case, username, id, userId) => {
    await api.putUser({ username, id, password: hash });
    const reply = await signIn({ username, stay_logged_in: true });
    expect(decodeJwt(String(reply.body['token']))['sub']).toBe(id);
    expect(await api.sessions()).toContainEqual(expect.objectContaining({ username, user_id: userId }));
  });

  it('accepts a name in any case, Unicode form and outer white space', async () => {
    expect((await signIn({ username: ' ＳＴ．Huber\t' })).status).toBe(200);
  });

  it('never yields the same token twice', async () => {
    const tokens = new Set<unknown>();
    for (let i = 0; i < 5; i++) tokens.add((await signIn({ stay_logged_in: true })).body['session_token']);
    expect(tokens.size).toBe(5);
  });
});

describe('the state of an account', () => {
  beforeAll(async () => {
    await api.putUser({ username: 'not.activated', id: 1, password: hash, activated: false });
    await api.putUser({ username: 'no.flag', id: 2, password: hash, activated: null });
    await api.putUser({ username: 'text.flag', id: 3, password: hash, activated: 'true' });
    await api.putUser({ username: 'must.change', id: 4, password: hash, force_password_change: true });
    await api.putUser({ username: 'odd.change', id: 5, password: hash, force_password_change: 1 });
    await api.putUser({
      username: 'both',
      id: 6,
      password: hash,
      activated: false,
      force_password_change: true,
    });
  });

  it.each([
    ['not.activated', 'Account is not activated', 'not_activated'],
    ['no.flag', 'Account is not activated', 'not_activated'],
    ['text.flag', 'Account is not activated', 'not_activated'],
    ['both', 'Account is not activated', 'not_activated'],
    ['must.change', 'You have to change your password', 'change_password'],
    ['odd.change', 'You have to change your password', 'change_password'],
  ])('of %s is told to the right password, with no token and no session', async (username, msg, code) => {
    const before = await api.sessions();
    const reply = await signIn({ username, stay_logged_in: true });
    expect(reply).toMatchObject({ status: 400, body: { msg, error_code: code } });
    expect(Object.keys(reply.body)).toEqual(['msg', 'error_code']);
    expect(await api.sessions()).toEqual(before);
  });

  it('is not shown to a caller with a wrong password', async () => {
    for (const username of ['not.activated', 'must.change']) {
      expect(await signIn({ username, password: 'wrong' })).toMatchObject({ status: 400, body: wrong });
    }
  });
});

describe('a wrong answer', () => {
  it('is the same, byte for byte, whatever makes it wrong', async () => {
    await api.putUser({ username: 'no.password', id: 50 });
    await api.putUser({ username: 'broken.hash', id: 51, password: 'Password1234!' });
    await api.putUser({ username: 'number.hash', id: 52, password: 1234 });
    await api.putUser({ username: 'list.of.hashes', id: 54, password: [hash] });
    await api.putUser({ username: 'cheap.hash', id: 53, password: await bcryptjs.hash('other', 4) });
    const bodies = [
      { username: 'w.huber', password: 'wrong' },
      { username: 'no.password' },
      { username: 'broken.hash' },
      { username: 'number.hash' },
      { username: 'list.of.hashes' },
      { username: 'cheap.hash' },
      { username: '  ' },
      { username: '\ud800' },
      { username: '\ufdfa'.repeat(190) },
      { password: `${password}\0` },
      { password: 'x'.repeat(100) },
    ];
    const replies: Reply[] = [];
    for (const body of bodies) replies.push(await signIn(body));
    for (const reply of replies) expect(reply).toEqual({ ...replies[0], status: 400, body: wrong });
  });

  it('does not replace a cheap stored hash', async () => {
    const cheap = await bcryptjs.hash(password, 4);
    await api.putUser({ username: 'cheap.wrong', id: 60, password: cheap });
    expect(await signIn({ username: 'cheap.wrong', password: 'wrong' })).toMatchObject({ body: wrong });
    expect(await api.user('cheap.wrong')).toMatchObject({ password: cheap });
  });
});

describe('a right password with an outdated hash', () => {
  it.each([
    ['of a lower cost', 4, '$2b$'],
    ['of a higher cost', 11, '$2b$'],
    ['of another prefix', 10, '$2y$'],
  ])('%s replaces the hash by a new one of the same password', async (_case, cost, prefix) => {
    const username = `outdated.${cost}`;
    const outdated = (await bcryptjs.hash(password, cost)).replace('$2b$', prefix);
    await api.putUser({ username, id: 70, password: outdated, note: 'stays' });
    expect((await signIn({ username })).status).toBe(200);
    const user = await api.user(username);
    expect(user).toMatchObject({ note: 'stays', password: expect.stringMatching(/^\$2b\$10\$/) });
    expect(await bcryptjs.compare(password, String(user?.['password']))).toBe(true);
  });

  it('replaces it even if the account is not activated', async () => {
    await api.putUser({
      username: 'outdated.inactive',
      id: 71,
      activated: false,
      password: await bcryptjs.hash(password, 4),
    });
    expect((await signIn({ username: 'outdated.inactive' })).body['error_code']).toBe('not_activated');
    expect(await api.user('outdated.inactive')).toMatchObject({
      password: expect.stringMatching(/^\$2b\$10\$/),
    });
  });

  it('does not replace a hash that is like new ones', async () => {
    await signIn({});
    expect(await api.user('st.huber')).toMatchObject({ password: hash });
  });
});

describe('an item of a user without a usable id', () => {
  it('is not one whose id has 500 characters', async () => {
    await api.putUser({ username: 'long.id', id: 'x'.repeat(500), password: hash });
    expect((await signIn({ username: 'long.id' })).status).toBe(200);
  });

  it.each([
    ['none', undefined],
    ['an empty string', ''],
    ['a fraction', 1.5],
    ['a number that JSON cannot carry', 2n ** 60n],
    ['a flag', true],
    ['a string of more than 500 characters', 'x'.repeat(501)],
  ])('is our mistake, told in the log and to nobody else: %s', async (_case, id) => {
    await api.putUser({ username: 'no.id', password: hash, ...(id === undefined ? {} : { id }) });
    expect(await signIn({ username: 'no.id', stay_logged_in: true })).toMatchObject({
      status: 500,
      body: { msg: 'Something went wrong on our side', error_code: 'internal_error' },
    });
    expect(api.log.at(-1)).toMatchObject({
      outcome: 'internal_error',
      error: expect.stringContaining('usable id'),
    });
    expect(await signIn({ username: 'no.id', password: 'wrong' })).toMatchObject({
      status: 400,
      body: wrong,
    });
  });
});
