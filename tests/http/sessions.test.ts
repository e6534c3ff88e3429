/** Each documented answer of the routes that signing in leads to, over HTTP and nothing else. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import bcryptjs from 'bcryptjs';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { localCredentials } from '../../dev/embedded-dynamodb.ts';

const url = `${inject('apiUrl')}/api/auth`;
const password = 'Password1234!';
const newPassword = 'a better password';

const promisedHeaders = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'strict-transport-security': 'max-age=63072000',
};

async function send(method: string, path: string, { body, token }: { body?: object; token?: string } = {}) {
  const response = await fetch(`${url}/${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  expect(Object.fromEntries(response.headers)).toMatchObject(promisedHeaders);
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: text === '' ? null : JSON.parse(text),
  };
}

const post = (path: string, body: object) => send('POST', path, { body });
const signIn = async (username: string, more: object = {}) =>
  (await post('signin', { username, password, stay_logged_in: true, ...more })).body;
const redeem = (session_token: unknown) => post('IamLoggedIn', { session_token });

const sessionTokenIncorrect = {
  status: 400,
  body: {
    msg: 'You have been logged out of this session or this session token is incorrect',
    error_code: 'session_token_incorrect',
  },
};
const jwt = expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/);

const database = DynamoDBDocumentClient.from(
  new DynamoDBClient({ endpoint: inject('databaseUrl'), region: 'local', credentials: localCredentials }),
);
const hash = bcryptjs.hashSync(password, 10);
const putUser = (user: object) =>
  database.send(
    new PutCommand({ TableName: 'signin-dev-users', Item: { activated: true, password: hash, ...user } }),
  );
const removeUser = (username: string) =>
  database.send(new DeleteCommand({ TableName: 'signin-dev-users', Key: { username } }));

beforeAll(async () => {
  const users = [
    { username: 'http.user', id: 'h-1' },
    { username: 'http.other', id: 'h-2' },
    { username: 'http.change', id: 'h-3', force_password_change: true },
    { username: 'http.stay', id: 'h-4', force_password_change: true },
    { username: 'http.inactive', id: 'h-5', activated: false, force_password_change: true },
    { username: 'http.all', id: 'h-6' },
  ];
  for (const user of users) await putUser(user);
});

describe.each(['signin', 'changePasswordAfterSignin', 'IamLoggedIn', 'signout'])(
  'POST /api/auth/%s',
  route => {
    it.each([
      ['no JSON', '{', 'application/json', 400, 'invalid_json'],
      ['an empty body', '', 'application/json', 400, 'invalid_json'],
      ['no field', '{}', 'application/json', 400, 'validation_failed'],
      ['more than 8 KiB', JSON.stringify({ x: 'x'.repeat(8192) }), 'application/json', 413, 'body_too_large'],
      ['another content type', '{}', 'text/plain', 415, 'unsupported_media_type'],
    ])('refuses %s', async (_case, body, contentType, status, error_code) => {
      const headers = { 'content-type': contentType };
      const response = await fetch(`${url}/${route}`, { method: 'POST', headers, body });
      expect(response.status).toBe(status);
      expect(Object.fromEntries(response.headers)).toMatchObject(promisedHeaders);
      expect(await response.json()).toMatchObject({ msg: expect.any(String), error_code });
    });
  },
);

describe('POST /api/auth/changePasswordAfterSignin', () => {
  const change = (username: string, more: object = {}) =>
    post('changePasswordAfterSignin', {
      username,
      old_password: password,
      new_password: newPassword,
      ...more,
    });

  it('answers with a token, and the new password signs in', async () => {
    expect(await change('http.change')).toMatchObject({ status: 200, body: { token: jwt } });
    expect(await signIn('http.change', { password: newPassword })).toMatchObject({ token: jwt });
  });

  it('answers stay_logged_in with a session token that can be redeemed', async () => {
    const { status, body } = await change('http.stay', { stay_logged_in: true });
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['token', 'session_token']);
    expect((await redeem(body.session_token)).status).toBe(202);
  });

  it.each([
    ['http.user', {}, 'no_password_change_needed_for_user', 'User does not need to change his password'],
    ['http.inactive', {}, 'not_activated', 'Account is not activated'],
    [
      'http.inactive',
      { old_password: 'x' },
      'username_or_password_incorrect',
      'Username or password is wrong',
    ],
    ['http.nobody', {}, 'username_or_password_incorrect', 'Username or password is wrong'],
  ])('answers %s with %o as documented: %s', async (username, more, error_code, msg) => {
    expect(await change(username, more)).toMatchObject({ status: 400, body: { msg, error_code } });
  });

  it('shares the guesses of a name with signing in', async () => {
    const username = 'http.guessed';
    for (let i = 0; i < 5; i++) await post('signin', { username, password: 'wrong' });
    // A sixth slot opens after a second and a seventh two seconds later: who waits for a third one is refused.
    const changes = Array.from({ length: 3 }, () => change(username, { old_password: 'wrong' }));
    const refused = (await Promise.all(changes)).find(({ status }) => status === 429);
    expect(refused).toMatchObject({
      headers: { 'retry-after': expect.stringMatching(/^[1-9]\d*$/) },
      body: { error_code: 'too_many_attempts' },
    });
  });

  it('answers a new password that is not taken with a sentence', async () => {
    expect(await change('http.inactive', { new_password: '1234567' })).toMatchObject({
      status: 400,
      body: {
        error_code: 'validation_failed',
        errors: { new_password: ['new_password has to have at least 8 characters'] },
      },
    });
  });
});

describe('POST /api/auth/IamLoggedIn', () => {
  it('answers a session token with a fresh token', async () => {
    const { session_token } = await signIn('http.user');
    expect(await redeem(session_token)).toMatchObject({
      status: 202,
      body: { msg: 'Session token is good', token: jwt },
    });
  });

  it.each([['x'.repeat(64)], ['malformed'], ['']])('does not take %j', async sessionToken => {
    expect(await redeem(sessionToken)).toMatchObject(sessionTokenIncorrect);
  });

  it.each([
    ['deactivated', () => putUser({ username: 'http.locked', id: 'h-7', activated: false })],
    [
      'told to change the password',
      () => putUser({ username: 'http.locked', id: 'h-7', force_password_change: true }),
    ],
    ['removed', () => removeUser('http.locked')],
  ])('does not take the token of a user who is %s', async (_case, lockOut) => {
    await putUser({ username: 'http.locked', id: 'h-7' });
    const { session_token } = await signIn('http.locked');
    await lockOut();
    expect(await redeem(session_token)).toMatchObject(sessionTokenIncorrect);
  });

  it('wants a session token', async () => {
    expect(await redeem(33)).toMatchObject({ status: 400, body: { error_code: 'validation_failed' } });
  });
});

describe('POST /api/auth/signout', () => {
  it('ends the session', async () => {
    const { session_token } = await signIn('http.user');
    expect(await post('signout', { session_token })).toMatchObject({
      status: 200,
      body: { msg: 'Successfully signed out' },
    });
    expect(await post('signout', { session_token })).toMatchObject(sessionTokenIncorrect);
    expect(await redeem(session_token)).toMatchObject(sessionTokenIncorrect);
  });
});

describe('GET /api/auth/sessions', () => {
  it('lists in pages, newest first', async () => {
    for (const session_information of ['one', 'two', 'three']) {
      await signIn('http.other', { session_information });
    }
    const { token } = await signIn('http.other', { stay_logged_in: false });
    const first = await send('GET', 'sessions?limit=2', { token });
    expect(first).toMatchObject({
      status: 200,
      body: {
        sessions: [{ session_information: 'three' }, { session_information: 'two' }],
        cursor: expect.any(String),
      },
    });
    const second = await send('GET', `sessions?limit=2&cursor=${first.body.cursor}`, { token });
    expect(second.body).toEqual({ sessions: [expect.objectContaining({ session_information: 'one' })] });
  });

  it('refuses a limit and a cursor that make no sense', async () => {
    const { token } = await signIn('http.user', { stay_logged_in: false });
    const reply = await send('GET', 'sessions?limit=x&cursor=x', { token });
    expect(reply).toMatchObject({ status: 400, body: { error_code: 'validation_failed' } });
    expect(Object.keys(reply.body.errors)).toEqual(['limit', 'cursor']);
  });

  it('is 401 without a good token, as are the routes that end sessions', async () => {
    const { token } = await signIn('http.user', { stay_logged_in: false });
    for (const [method, path] of [
      ['GET', 'sessions'],
      ['DELETE', 'sessions/x'],
      ['DELETE', 'sessions'],
    ] as const) {
      for (const bad of [undefined, 'x', `${token}x`]) {
        expect(await send(method, path, bad === undefined ? {} : { token: bad })).toMatchObject({
          status: 401,
          headers: { 'www-authenticate': 'Bearer' },
          body: { msg: 'A valid token is needed', error_code: 'unauthorized' },
        });
      }
    }
  });
});

describe('DELETE /api/auth/sessions', () => {
  it('ends one by its id, of the caller and of nobody else', async () => {
    const { token, session_token } = await signIn('http.all');
    const stranger = await signIn('http.user', { stay_logged_in: false });
    const [session] = (await send('GET', 'sessions', { token })).body.sessions;
    const end = (as: string) => send('DELETE', `sessions/${session.id}`, { token: as });
    const notFound = {
      status: 404,
      body: { msg: 'There is no such session', error_code: 'session_not_found' },
    };
    expect(await end(stranger.token)).toMatchObject(notFound);
    expect(await end(token)).toMatchObject({ status: 204, body: null });
    expect(await end(token)).toMatchObject(notFound);
    expect(await redeem(session_token)).toMatchObject(sessionTokenIncorrect);
  });

  it('ends all', async () => {
    const { token, session_token } = await signIn('http.all');
    expect(await send('DELETE', 'sessions', { token })).toMatchObject({ status: 204, body: null });
    expect(await redeem(session_token)).toMatchObject(sessionTokenIncorrect);
  });
});
