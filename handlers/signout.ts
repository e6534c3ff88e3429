/** `POST /api/auth/signout`: ends the session of a session token. */
import type { SignOut } from '../lib/use-cases/sign-out.ts';
import { fields, text } from './http/field-types.ts';
import { errorResponse, successResponse } from './http/response.ts';
import type { RouteRequest, RouteResult } from './http/route-request.ts';
import { readValidBody } from './http/validate-body.ts';

const schema = fields({ session_token: text });

/** Handles one request to sign out. */
export async function handleSignOut({ event, budget }: RouteRequest, signOut: SignOut): Promise<RouteResult> {
  const read = readValidBody(event, schema);
  if (!read.ok) return read.result;
  const { outcome } = await signOut(read.body.session_token, budget);
  const response =
    outcome === 'signed_out'
      ? successResponse(200, { msg: 'Successfully signed out' })
      : errorResponse(outcome);
  return { response, outcome };
}
