/** The operator's switch that ends all sessions of all users at once: ASVS 7.4.5. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EmbeddedDatabase } from '../../dev/embedded-dynamodb.ts';
import { cheapHash, createCheapBcrypt } from '../support/cheap-bcrypt.ts';
import { routeEvent } from '../support/event-builder.ts';
import { startTestDatabase } from '../support/test-database.ts';
import { startFunction, type TestFunction } from '../support/test-function.ts';

const password = 'Password1234!';
const usernames = ['anna', 'ben'];

const bcrypt = createCheapBcrypt();
let database: EmbeddedDatabase;
let before: TestFunction;
beforeAll(async () => {
  database = await startTestDatabase();
  before = await startFunction({}, { database, bcrypt });
  for (const [nth, username] of usernames.entries()) {
    await before.putUser({ username, id: nth, password: cheapHash(password, 10) });
  }
});
afterAll(() => database.stop());

const post = async (api: TestFunction, route: string, body: object) =>
  api.call(routeEvent(`POST /api/auth/${route}`, { body }));
const signIn = (api: TestFunction, username: string) =>
  post(api, 'signin', { username, password, stay_logged_in: true });
const redeem = async (api: TestFunction, { body }: Awaited<ReturnType<typeof signIn>>) =>
  (await post(api, 'IamLoggedIn', { session_token: body['session_token'] })).status;
const list = async (api: TestFunction, { body }: Awaited<ReturnType<typeof signIn>>) =>
  (await api.call(routeEvent('GET /api/auth/sessions', { token: String(body['token']) }))).status;

it('SESSIONS_VALID_FROM ends the sessions of all users that began before it, and none of after', async () => {
  const old = await Promise.all(usernames.map(username => signIn(before, username)));
  before.clock.advance(60_000);
  const time = new Date(before.clock.now() - 1000).toISOString();
  const settings = { JWT_SECRET: before.secret, SESSIONS_VALID_FROM: time };
  const after = await startFunction(settings, { database, bcrypt, clock: before.clock });
  expect(await Promise.all(old.map(each => list(after, each)))).toEqual([401, 401]);
  expect(await Promise.all(old.map(each => redeem(after, each)))).toEqual([400, 400]);
  const fresh = await Promise.all(usernames.map(username => signIn(after, username)));
  expect(await Promise.all(fresh.map(each => redeem(after, each)))).toEqual([202, 202]);
  expect(await Promise.all(fresh.map(each => list(after, each)))).toEqual([200, 200]);
});
