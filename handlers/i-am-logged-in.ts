/**
 * `POST /api/auth/IamLoggedIn`: a session token for a fresh access token. The contract's name reads "I am logged in"; it
 * has nothing to do with AWS IAM.
 */
import type { RedeemSessionToken } from '../lib/use-cases/redeem-session-token.ts';
import { fields, optional, text } from './http/field-types.ts';
import { errorResponse, successResponse } from './http/response.ts';
import type { RouteRequest, RouteResult } from './http/route-request.ts';
import { sessionInformation } from './http/session-label.ts';
import { readValidBody } from './http/validate-body.ts';

const schema = fields({ session_token: text, session_information: optional(sessionInformation) });

/** Handles one request to redeem a session token. */
export async function handleIAmLoggedIn(
  { event, budget }: RouteRequest,
  redeemSessionToken: RedeemSessionToken,
): Promise<RouteResult> {
  const read = readValidBody(event, schema);
  if (!read.ok) return read.result;
  const { session_token, session_information } = read.body;
  const result = await redeemSessionToken(
    { sessionToken: session_token, information: session_information ?? null },
    budget,
  );
  const response =
    result.outcome === 'redeemed'
      ? successResponse(202, { msg: 'Session token is good', token: result.token })
      : errorResponse(result.outcome);
  return { response, outcome: result.outcome };
}
