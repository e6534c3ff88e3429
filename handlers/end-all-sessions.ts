/** `DELETE /api/auth/sessions`: ends all of the caller's own sessions. */
import type { OwnSessions } from '../lib/use-cases/own-sessions.ts';
import type { UserId } from '../lib/users/user.ts';
import { noContentResponse } from './http/response.ts';
import type { RouteRequest, RouteResult } from './http/route.ts';

/** Handles one request to end all of the subject's sessions. */
export async function handleEndAllSessions(
  { budget }: RouteRequest,
  subject: UserId,
  ownSessions: OwnSessions,
): Promise<RouteResult> {
  await ownSessions.endAll(subject, budget);
  return { response: noContentResponse(), outcome: 'sessions_ended' };
}
