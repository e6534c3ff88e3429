/**
 * The routes of sessions, called through the function, with a new user for each test.
 */
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { cheapHash, createCheapBcrypt } from './cheap-bcrypt.ts';
import { type RouteEventDetails, routeEvent } from './event-builder.ts';
import { startFunction, type TestFunction } from './test-function.ts';

export const password = 'Password1234!';
export const newPassword = 'a better password';
export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;
export const incorrect = { status: 400, body: { error_code: 'session_token_incorrect' } };
export const hash = cheapHash(password, 10);

/** The function, and the user of the test that runs. */
export let api: TestFunction;
export let username = '';
export let id = 0;
export let count = 0;

/** Starts the function for the tests of this file, and adds a user for each test. */
export function hookSessionRoutes(): void {
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
}

export const putUser = (more: object = {}) => api.putUser({ username, id, password: hash, ...more });
export const call = (routeKey: string, request: RouteEventDetails = {}) =>
  api.call(routeEvent(routeKey, request));

export async function signIn(fields: object = {}) {
  const body = { username, password, stay_logged_in: true, ...fields };
  const reply = await call('POST /api/auth/signin', { body });
  expect(reply.status).toBe(200);
  return { token: String(reply.body['token']), sessionToken: String(reply.body['session_token']) };
}
export const redeem = (sessionToken: string, fields: object = {}) =>
  call('POST /api/auth/IamLoggedIn', { body: { session_token: sessionToken, ...fields } });
export const signOut = (sessionToken: string) =>
  call('POST /api/auth/signout', { body: { session_token: sessionToken } });
const changeAt =
  (route: string) =>
  (fields: object = {}) =>
    call(`POST /api/auth/${route}`, {
      body: { username, old_password: password, new_password: newPassword, ...fields },
    });
export const changePassword = changeAt('changePassword');
export const changePasswordAfterSignIn = changeAt('changePasswordAfterSignin');

/** A session as the list shows it. */
export interface Listed {
  readonly id: string;
  readonly session_information: string;
  readonly created_at: number;
  readonly last_used_at: number;
  readonly expires_at: number;
}
export async function list(token: string, query: Record<string, string> = {}) {
  const reply = await call('GET /api/auth/sessions', { token, query });
  expect(reply.status).toBe(200);
  // The shape of the contract. The tests check what is in it.
  return reply.body as { sessions: Listed[]; cursor?: string };
}

/** The items of the user in the sessions table. */
export async function ownItems() {
  return (await api.sessions()).filter(session => session['username'] === username);
}
