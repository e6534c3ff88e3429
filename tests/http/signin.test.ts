import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { describe, expect, inject, it } from 'vitest';
import { localCredentials } from '../../dev/embedded-dynamodb.ts';

const url = `${inject('apiUrl')}/api/auth/signin`;
const password = 'Password1234!';
const database = DynamoDBDocumentClient.from(
  new DynamoDBClient({ endpoint: inject('databaseUrl'), region: 'local', credentials: localCredentials }),
);

async function post(body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) {
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
  const text = await response.text();
  return { status: response.status, headers: Object.fromEntries(response.headers), body: JSON.parse(text) };
}

const signIn = (fields: object) => post(JSON.stringify({ username: 'st.huber', password, ...fields }));

const promisedHeaders = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'strict-transport-security': 'max-age=63072000',
};

describe('POST /api/auth/signin', () => {
  it('answers a right password with a token', async () => {
    const reply = await signIn({});
    expect(reply).toMatchObject({ status: 200, headers: promisedHeaders });
    expect(Object.keys(reply.body)).toEqual(['token']);
    expect(decodeProtectedHeader(reply.body.token)).toEqual({ typ: 'JWT', alg: 'HS256' });
    const claims = decodeJwt(reply.body.token);
    expect(Object.keys(claims)).toEqual(['iss', 'sub', 'iat', 'exp']);
    expect(claims).toMatchObject({ iss: 'lumen-jwt', sub: 33, exp: Number(claims.iat) + 3600 });
  });

  it('answers stay_logged_in with a session token too', async () => {
    const reply = await signIn({ stay_logged_in: true, session_information: 'Firefox: 69; Mobile: true;' });
    expect(reply).toMatchObject({
      status: 200,
      headers: promisedHeaders,
      body: { session_token: expect.stringMatching(/^[A-Za-z0-9]{64}$/) },
    });
    expect(Object.keys(reply.body)).toEqual(['token', 'session_token']);
  });

  it.each([
    ['new.member', password, 'Account is not activated', 'not_activated'],
    ['first.login', password, 'You have to change your password', 'change_password'],
    ['st.huber', 'wrong', 'Username or password is wrong', 'username_or_password_incorrect'],
    ['nobody', password, 'Username or password is wrong', 'username_or_password_incorrect'],
  ])('answers %s with %s as documented: %s', async (username, typed, msg, code) => {
    expect(await signIn({ username, password: typed })).toMatchObject({
      status: 400,
      headers: promisedHeaders,
      body: { msg, error_code: code },
    });
  });

  it('answers a body that is not a JSON object with 400', async () => {
    const invalid = { status: 400, headers: promisedHeaders, body: { error_code: 'invalid_json' } };
    const bodies = ['', '{"username":', '[]', 'null', '\ufeff{}', '{"a":1,}'];
    for (const body of bodies) expect(await post(body)).toMatchObject(invalid);
  });

  it('answers fields that break a rule with 400 and a sentence for each', async () => {
    expect(await signIn({ username: '', stay_logged_in: 'true' })).toMatchObject({
      status: 400,
      headers: promisedHeaders,
      body: {
        error_code: 'validation_failed',
        errors: {
          username: ['username has to have at least 1 character'],
          stay_logged_in: ['stay_logged_in has to be true or false'],
        },
      },
    });
  });

  it('answers a body of more than 8 KiB with 413', async () => {
    expect(await signIn({ padding: 'x'.repeat(8192) })).toMatchObject({
      status: 413,
      headers: promisedHeaders,
      body: { error_code: 'body_too_large' },
    });
  });

  it('answers another content type with 415, and accepts JSON with parameters', async () => {
    const body = JSON.stringify({ username: 'st.huber', password });
    expect(await post(body, { 'content-type': 'text/plain' })).toMatchObject({
      status: 415,
      headers: promisedHeaders,
      body: { error_code: 'unsupported_media_type' },
    });
    expect((await post(body, { 'content-type': 'Application/JSON; charset=utf-8' })).status).toBe(200);
  });

  it('answers a body without a content type with 415', async () => {
    const bytes = new TextEncoder().encode(JSON.stringify({ username: 'st.huber', password }));
    const response = await fetch(url, { method: 'POST', body: bytes });
    expect(response.status).toBe(415);
  });

  it('answers many guesses with 429, in the same way for names that exist and names that do not', async () => {
    const user = { username: 'limited.two', id: 36, activated: true, password: 'no hash' };
    await database.send(new PutCommand({ TableName: 'signin-dev-users', Item: user }));
    /** Guesses until one is refused. tests/parallel/parallel-guesses.test.ts counts how many are compared. */
    const refused = async (username: string) => {
      for (let i = 0; i < 12; i++) {
        const reply = await signIn({ username, password: 'wrong' });
        if (reply.status === 429) return reply;
        expect(reply.status).toBe(400);
      }
      throw new Error('twelve guesses in a row were compared');
    };
    const [existing, unknown] = await Promise.all([refused('limited.two'), refused('limited.one')]);
    for (const reply of [existing, unknown]) {
      expect(reply).toMatchObject({
        status: 429,
        headers: { ...promisedHeaders, 'retry-after': expect.stringMatching(/^[1-9]\d?$/) },
      });
      expect(reply.body).toEqual({
        msg: 'Too many attempts, try again later',
        error_code: 'too_many_attempts',
      });
    }
    expect(Object.keys(existing.headers)).toEqual(Object.keys(unknown.headers));
  });
});
