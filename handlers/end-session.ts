/** `DELETE /api/auth/sessions/{id}`: ends one of the caller's own sessions. */
import type { AccessToken } from '../lib/access-tokens/verify-access-token.ts';
import type { OwnSessions } from '../lib/use-cases/own-sessions.ts';
import { unauthorized } from './http/access-token-required.ts';
import { errorResponse, noContentResponse } from './http/response.ts';
import type { RouteRequest, RouteResult } from './http/route-request.ts';

/** Handles one request to end one of the bearer's sessions. */
export async function handleEndSession(
  { event, budget, trace }: RouteRequest,
  bearer: AccessToken,
  ownSessions: OwnSessions,
): Promise<RouteResult> {
  const id = event.pathParameters?.['id'] ?? '';
  const ended = id === '' ? 'not_found' : await ownSessions.end(bearer, id, budget, trace);
  switch (ended) {
    case 'ended':
      return { response: noContentResponse(), outcome: 'session_ended' };
    case 'not_found':
      return { response: errorResponse('session_not_found'), outcome: 'session_not_found' };
    case 'token_revoked':
      return unauthorized();
  }
}
