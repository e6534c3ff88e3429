/** `DELETE /api/auth/sessions`: ends all of the caller's own sessions. */
import type { AccessToken } from '../lib/access-tokens/verify-access-token.ts';
import type { OwnSessions } from '../lib/use-cases/own-sessions.ts';
import { unauthorized } from './http/access-token-required.ts';
import { errorResponse, noContentResponse } from './http/response.ts';
import type { RouteRequest, RouteResult } from './http/route-request.ts';

/** Handles one request to end all of the bearer's sessions. */
export async function handleEndAllSessions(
  { event, budget, trace }: RouteRequest,
  bearer: AccessToken,
  ownSessions: OwnSessions,
): Promise<RouteResult> {
  // `/sessions/` is a request to end one session whose id is empty. Some local servers route it here.
  if (event.rawPath.endsWith('/')) {
    return { response: errorResponse('session_not_found'), outcome: 'session_not_found' };
  }
  const ended = await ownSessions.endAll(bearer, budget, trace);
  return ended === 'token_revoked'
    ? unauthorized()
    : { response: noContentResponse(), outcome: 'sessions_ended' };
}
