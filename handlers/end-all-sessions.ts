/** `DELETE /api/auth/sessions`: ends all of the caller's own sessions. */
import type { OwnSessions } from '../lib/use-cases/own-sessions.ts';
import type { UserId } from '../lib/users/user.ts';
import { errorResponse, noContentResponse } from './http/response.ts';
import type { RouteRequest, RouteResult } from './http/route-request.ts';

/** Handles one request to end all of the subject's sessions. */
export async function handleEndAllSessions(
  { event, budget, trace }: RouteRequest,
  subject: UserId,
  ownSessions: OwnSessions,
): Promise<RouteResult> {
  // `/sessions/` is a request to end one session whose id is empty. Some local servers route it here.
  if (event.rawPath.endsWith('/')) {
    return { response: errorResponse('session_not_found'), outcome: 'session_not_found' };
  }
  await ownSessions.endAll(subject, budget, trace);
  return { response: noContentResponse(), outcome: 'sessions_ended' };
}
