/** `POST /api/auth/signin`: body → decision → answer. */
import type { SignIn } from '../lib/signin.ts';
import { readValidBody } from './body.ts';
import type { Call, Handled } from './call.ts';
import { handled, requestOf, sharedFields } from './password-answer.ts';
import { fields, text } from './validation.ts';

const schema = fields({ ...sharedFields, password: text });

/** Handles one request to sign in. */
export async function handleSignIn(call: Call, signIn: SignIn): Promise<Handled> {
  const read = readValidBody(call.event, schema);
  if (!read.ok) return read.handled;
  return handled(await signIn(requestOf(call, read.body, read.body.password), call.time, call.trace));
}
