/** A user for each test of a command, who can sign in and stay logged in. */
import { beforeEach } from 'vitest';
import { cheapHash } from './cheap-bcrypt.ts';
import { routeEvent } from './event-builder.ts';
import { api, signIn } from './users-command.ts';

export const password = 'Password1234!';
export const newPassword = 'correct horse 9';
/** Of a lower cost than new hashes, so that a right sign-in replaces it. */
export const hash = cheapHash(password, 4);

/** The user of the test that runs. */
export let name = '';
export let id = 0;

/** Adds a user before each test of this file. */
export function hookUserOfEachTest(more: object = {}): void {
  beforeEach(async () => {
    id += 1;
    name = `user.${id}`;
    await api.putUser({ username: name, id, password: hash, ...more });
  });
}

/** Signs in to stay logged in, and returns the session token. */
export async function stayLoggedIn(label = 'phone'): Promise<string> {
  const fields = { stay_logged_in: true, session_information: label };
  return String((await signIn(name, password, fields)).body['session_token']);
}

/** The status of redeeming a session token: 202 if the session is alive. */
export async function redeem(token: string): Promise<number> {
  const event = routeEvent('POST /api/auth/IamLoggedIn', { body: { session_token: token } });
  return (await api.call(event)).status;
}
