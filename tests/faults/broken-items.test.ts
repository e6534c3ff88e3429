/** What an operator can write into a table by mistake: what the client is told, and what the log says. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cheapHash, createCheapBcrypt } from '../support/cheap-bcrypt.ts';
import { routeEvent, signInEvent } from '../support/event-builder.ts';
import { startFunction, type TestFunction } from '../support/test-function.ts';

const password = 'Password1234!';
const hash = cheapHash(password, 10);

let api: TestFunction;
let count = 0;
let username = '';
beforeAll(async () => {
  api = await startFunction({ NETWORK_MAX_ATTEMPTS: '1000000' }, { bcrypt: createCheapBcrypt() });
});
afterAll(() => api.stop());
beforeEach(() => {
  count += 1;
  username = `user.${count}`;
  api.log.length = 0;
});

const putUser = (more: object = {}) => api.putUser({ username, id: count, password: hash, ...more });
const signIn = () => api.call(signInEvent({ username, password, stay_logged_in: true }));
const redeem = (session_token: unknown) =>
  api.call(routeEvent('POST /api/auth/IamLoggedIn', { body: { session_token } }));
const list = (token: unknown) => api.call(routeEvent('GET /api/auth/sessions', { token: String(token) }));
const lastLine = () => api.log.at(-1);

describe('a sessions_valid_from that is not in milliseconds', () => {
  it.each([
    ['seconds', () => Math.floor(api.clock.now() / 1000) + 5],
    ['microseconds', () => api.clock.now() * 1000],
  ])('(but in %s) makes requests of the user fail with 500, and the log says why', async (_case, value) => {
    await putUser();
    const { body } = await signIn();
    await putUser({ sessions_valid_from: value() });
    expect(await redeem(body['session_token'])).toMatchObject({ status: 500 });
    expect(lastLine()?.['error']).toMatch(
      /^OperatorError: The user has a sessions_valid_from that is no number of milliseconds since 1970/,
    );
    expect((await signIn()).status).toBe(500);
  });
});

describe('a stored hash that can never match', () => {
  const [prefix, digest] = [hash.slice(0, 28), hash.slice(-31)];
  it.each<[string, unknown]>([
    ['with a line end', `${hash}\n`],
    ['with the prefix {bcrypt}', `{bcrypt}${hash}`],
    ['with the prefix {CRYPT}', `{CRYPT}${hash}`],
    ['with the prefix bcrypt$', `bcrypt$${hash}`],
    ['in quotes', `"${hash}"`],
    ['from which a shell removed variables', hash.replaceAll(/\$\w+/g, '')],
    ['empty', ''],
    ['binary', Buffer.from(hash)],
    ['of cost 16', hash.replace('$10$', '$16$')],
    ['with padding bits in its salt', `${prefix}/${digest}`],
    ['with padding bits in its digest', `${hash.slice(0, -1)}/`],
  ])(
    '(%s) looks to the client like a wrong password, and is unusable_hash in the log and the metrics',
    async (_case, stored) => {
      await putUser({ password: stored });
      expect(await signIn()).toMatchObject({
        status: 400,
        body: { error_code: 'username_or_password_incorrect' },
      });
      expect(lastLine()).toMatchObject({ reason: 'unusable_hash', UnusableHashes: 1 });
    },
  );

  it.each<[string, object]>([
    ['of another name', { password_input: 'sha-384' }],
    ['in capitals', { password_input: 'SHA384' }],
    ['empty', { password_input: '' }],
    ['null', { password_input: null }],
    ['no text', { password_input: true }],
    ['password+id, without a usable id', { password_input: 'password+id', id: 1.5 }],
  ])(
    '(because its password_input is %s) looks like a wrong password too, and is unusable_password_input in the log',
    async (_case, item) => {
      await putUser(item);
      const before = await api.user(username);
      expect(await signIn()).toMatchObject({
        status: 400,
        body: { error_code: 'username_or_password_incorrect' },
      });
      expect(lastLine()).toMatchObject({ reason: 'unusable_password_input', UnusableHashes: 1 });
      expect(await api.user(username)).toEqual(before);
    },
  );

  it('is no_password in the log if the item has no hash at all', async () => {
    await api.putUser({ username, id: count });
    expect((await signIn()).status).toBe(400);
    expect(lastLine()).toMatchObject({ reason: 'no_password' });
    expect(lastLine()).not.toHaveProperty('UnusableHashes');
  });

  it('is told apart from a wrong password in the log', async () => {
    await putUser();
    await api.call(signInEvent({ username, password: 'Password1234?' }));
    expect(lastLine()).toMatchObject({ reason: 'wrong_password' });
    expect(lastLine()).not.toHaveProperty('UnusableHashes');
  });
});

describe('an id beyond 2^53', () => {
  it('is answered with 500, and the log says that it is too large', async () => {
    await putUser({ id: 2n ** 53n });
    expect((await signIn()).status).toBe(500);
    expect(lastLine()?.['error']).toMatch(/^OperatorError: .* a number has to be below 2\^53/);
  });
});

describe('a broken item among the sessions of a user', () => {
  const key = (nth: number) => String(nth).padStart(64, '0');
  const session = (nth: number, more: object = {}) => ({
    token_hash: key(nth),
    id: `00000000-0000-4000-8000-${String(nth).padStart(12, '0')}`,
    user_id: `n:${count}`,
    username,
    session_information: 'imported',
    created_at: api.clock.now(),
    valid_from: 0,
    last_used_at: api.clock.now(),
    ...more,
  });

  it.each<[string, object]>([
    ['last_used_at in seconds', { last_used_at: 1_569_254_437 }],
    ['last_used_at as text', { last_used_at: '1569254437000' }],
    ['no label', { session_information: null }],
    ['no username', { username: null }],
  ])('(%s) is left out of the list, and the log counts it', async (_case, broken) => {
    await putUser();
    const { body } = await signIn();
    await api.putSession(session(count * 10, broken));
    const listed = await list(body['token']);
    expect(listed.status).toBe(200);
    expect(listed.body['sessions']).toHaveLength(1);
    expect(lastLine()).toMatchObject({ left_out: 1 });
    expect(
      await api.call(routeEvent('DELETE /api/auth/sessions', { token: String(body['token']) })),
    ).toMatchObject({ status: 204 });
  });

  it('is left out if the user of another name with the same id is broken', async () => {
    await putUser();
    const { body } = await signIn();
    const other = `other.${count}`;
    await api.putUser({ username: other, id: count, password: hash, sessions_valid_from: 'yesterday' });
    await api.putSession(session(count * 10, { username: other }));
    const token = String(body['token']);
    expect((await list(token)).body['sessions']).toHaveLength(1);
    expect(lastLine()).toMatchObject({ left_out: 1 });

    await api.call(routeEvent('DELETE /api/auth/sessions', { token }));
    expect(lastLine()).toMatchObject({ status: 500 });
    expect((await list(token)).body['sessions']).toEqual([]);
  });

  it('is counted in the log of a sign-in that opens another session', async () => {
    await putUser();
    await api.putSession(session(count * 10, { last_used_at: 1_569_254_437 }));
    expect((await signIn()).status).toBe(200);
    expect(lastLine()).toMatchObject({ left_out: 1 });
  });

  it('makes ending all sessions fail with 500 if it is the only one that tells their owner', async () => {
    await putUser();
    const { body } = await signIn();
    const [own] = (await api.sessions()).filter(item => item['username'] === username);
    await api.putSession({ ...own, last_used_at: 1_569_254_437 });
    await api.call(routeEvent('DELETE /api/auth/sessions', { token: String(body['token']) }));
    expect(lastLine()).toMatchObject({ status: 500, left_out: 1 });
  });

  it.each([
    ['missing', undefined],
    ['in seconds', 1_569_254_437],
  ])(
    'can still be redeemed if only its valid_from is %s, until it is revoked by its age',
    async (_case, valid_from) => {
      await putUser();
      const { body } = await signIn();
      const [own] = (await api.sessions()).filter(item => item['username'] === username);
      const { valid_from: _, ...rest } = own ?? {};
      await api.putSession({ ...rest, ...(valid_from === undefined ? {} : { valid_from }) });
      expect((await redeem(body['session_token'])).status).toBe(202);
      await putUser({ sessions_valid_from: api.clock.now() + 1 });
      expect(await redeem(body['session_token'])).toMatchObject({
        status: 400,
        body: { error_code: 'session_token_incorrect' },
      });
    },
  );
});
