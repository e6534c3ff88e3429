/** `DELETE /api/auth/sessions/{id}`: ends one of the caller's own sessions. */
import type { OwnSessions } from '../lib/use-cases/own-sessions.ts';
import type { UserId } from '../lib/users/user.ts';
import { errorResponse, noContentResponse } from './http/response.ts';
import type { RouteRequest, RouteResult } from './http/route-request.ts';

/** Handles one request to end one of the subject's sessions. */
export async function handleEndSession(
  { event, budget, trace }: RouteRequest,
  subject: UserId,
  ownSessions: OwnSessions,
): Promise<RouteResult> {
  const id = event.pathParameters?.['id'] ?? '';
  return id !== '' && (await ownSessions.end(subject, id, budget, trace))
    ? { response: noContentResponse(), outcome: 'session_ended' }
    : { response: errorResponse('session_not_found'), outcome: 'session_not_found' };
}
