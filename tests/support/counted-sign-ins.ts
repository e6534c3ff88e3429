/** Sign-ins that the rate limit counts, through the function. */
import { onTestFinished } from 'vitest';
import type { Bcrypt } from '../../lib/passwords/password-hasher.ts';
import { cheapHash, createCheapBcrypt } from './cheap-bcrypt.ts';
import { signInEvent } from './event-builder.ts';
import { type Reply, startFunction, type TestFunction } from './test-function.ts';

export const password = 'Password1234!';
export const hash = cheapHash(password, 10);
export const secondMs = 1000;
export const minuteMs = 60 * secondMs;
export const dayMs = 24 * 60 * minuteMs;

export let api: TestFunction;

/** Starts the function for one test, with two users. */
export async function start(settings: Record<string, string> = {}, bcrypt: Bcrypt = createCheapBcrypt()) {
  api = await startFunction(settings, { bcrypt });
  onTestFinished(api.stop);
  await api.putUser({ username: 'st.huber', id: 33, password: hash });
  await api.putUser({ username: 'w.huber', id: 34, password: hash });
}

/** A sign-in, with a wrong password unless told otherwise. */
export const tryWith = (fields: object, sourceIp = '203.0.113.7') =>
  api.call(signInEvent({ username: 'st.huber', password: 'wrong', ...fields }, { sourceIp }));
export const right = (username = 'st.huber') => tryWith({ username, password });

/** Whether a wrong password was compared, so that the rate limit admitted it. */
export const isCompared = (reply: Reply) => reply.body['error_code'] === 'username_or_password_incorrect';
/** Whether the rate limit refused the sign-in. */
export const isRefused = (reply: Reply) => reply.body['error_code'] === 'too_many_attempts';
