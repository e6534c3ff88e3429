/** What the two routes that change a password have in common, called through the function. */
import { expect } from 'vitest';
import {
  api,
  call,
  type changePassword,
  incorrect,
  newPassword,
  ownItems,
  password,
  redeem,
  signIn,
  username,
} from './session-routes.ts';

/** Changes the password on one of the routes. */
type Change = typeof changePassword;

/** The user signs in with the new password, and no longer with the old one. */
export async function expectNewPassword() {
  const signedIn = await signIn({ password: newPassword });
  expect(await call('POST /api/auth/signin', { body: { username, password } })).toMatchObject({
    status: 400,
    body: { error_code: 'username_or_password_incorrect' },
  });
  return signedIn;
}

/** A change that is refused writes nothing. */
export async function expectRefusal(change: Change, fields: object, error_code: string): Promise<void> {
  const before = await api.user(username);
  expect(await change(fields)).toMatchObject({ status: 400, body: { error_code } });
  expect(await api.user(username)).toEqual(before);
  expect(await ownItems()).toEqual([]);
}

/** A change ends a session of before, and neither its own nor one of after. */
export async function expectOlderSessionsEnd(olderSession: string, change: Change): Promise<void> {
  const changed = await change({ stay_logged_in: true });
  const after = await signIn({ password: newPassword });
  expect(await redeem(olderSession)).toMatchObject(incorrect);
  expect((await redeem(String(changed.body['session_token']))).status).toBe(202);
  expect((await redeem(after.sessionToken)).status).toBe(202);
}
