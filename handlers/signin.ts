/** `POST /api/auth/signin`: a name and a password for a token. */
import type { SignIn } from '../lib/use-cases/sign-in.ts';
import { fields, text } from './http/field-types.ts';
import type { RouteRequest, RouteResult } from './http/route-request.ts';
import { signInFields, signInRequestFrom } from './http/sign-in-request.ts';
import { signInResult } from './http/sign-in-response.ts';
import { readValidBody } from './http/validate-body.ts';

const schema = fields({ ...signInFields, password: text });

/** Handles one request to sign in. */
export async function handleSignIn(request: RouteRequest, signIn: SignIn): Promise<RouteResult> {
  const read = readValidBody(request.event, schema);
  if (!read.ok) return read.result;
  const signInRequest = signInRequestFrom(request, read.body, read.body.password);
  return signInResult(await signIn(signInRequest, request.budget, request.trace), request.event);
}
