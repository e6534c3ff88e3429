/** Requests to the running `npm start`, over HTTP, and access to its users table. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import bcryptjs from 'bcryptjs';
import { expect, inject } from 'vitest';
import { localCredentials } from '../../dev/embedded-dynamodb.ts';

export const url = `${inject('apiUrl')}/api/auth`;
const password = 'Password1234!';
export const newPassword = 'a better password';

export const promisedHeaders = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'strict-transport-security': 'max-age=63072000',
};

/** Sends a request, and checks that the response has the headers that the contract promises. */
export async function send(
  method: string,
  path: string,
  { body, token }: { body?: object; token?: string } = {},
) {
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

export const post = (path: string, body: object) => send('POST', path, { body });
/** Signs in, with a session unless told otherwise. */
export const signIn = async (username: string, more: object = {}) =>
  (await post('signin', { username, password, stay_logged_in: true, ...more })).body;
/** Changes a user's password on one of the two routes for that. */
export const changeAt =
  (path: string) =>
  (username: string, more: object = {}) =>
    post(path, { username, old_password: password, new_password: newPassword, ...more });
export const redeem = (session_token: unknown) => post('IamLoggedIn', { session_token });

export const sessionTokenIncorrect = {
  status: 400,
  body: {
    msg: 'You have been logged out of this session or this session token is incorrect',
    error_code: 'session_token_incorrect',
  },
};
/** What an access token looks like. */
export const jwt = expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/);

const database = DynamoDBDocumentClient.from(
  new DynamoDBClient({ endpoint: inject('databaseUrl'), region: 'local', credentials: localCredentials }),
);
const hash = bcryptjs.hashSync(password, 10);
/** Adds a user who is activated. */
export const putUser = (user: object) =>
  database.send(
    new PutCommand({ TableName: 'signin-dev-users', Item: { activated: true, password: hash, ...user } }),
  );
export const removeUser = (username: string) =>
  database.send(new DeleteCommand({ TableName: 'signin-dev-users', Key: { username } }));
