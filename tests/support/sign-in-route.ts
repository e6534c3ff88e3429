/**
 * The route of signing in, called through the function, with one user.
 */
import bcryptjs from 'bcryptjs';
import { afterAll, beforeAll } from 'vitest';
import { signInEvent } from './event-builder.ts';
import { startFunction, type TestFunction } from './test-function.ts';

export const password = 'Password1234!';
/** The body of the response to wrong credentials. */
export const wrong = { msg: 'Username or password is wrong', error_code: 'username_or_password_incorrect' };

export let api: TestFunction;
/** A hash of the password, as new ones are. */
export let hash: string;
/** Starts the function with one user for the tests of this file. */
export function hookSignInRoute(): void {
  beforeAll(async () => {
    api = await startFunction();
    hash = await bcryptjs.hash(password, 10);
    await api.putUser({ username: 'st.huber', id: 33, password: hash });
  });
  afterAll(() => api.stop());
}

/** A sign-in, with the right password unless told otherwise. */
export const signIn = (fields: object) =>
  api.call(signInEvent({ username: 'st.huber', password, ...fields }));
