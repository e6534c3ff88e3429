/** `GET /api/auth/sessions`: a page of the caller's own sessions, newest first. */
import type { AccessToken } from '../lib/access-tokens/verify-access-token.ts';
import type { Session } from '../lib/sessions/session.ts';
import type { OwnSessions } from '../lib/use-cases/own-sessions.ts';
import { unauthorized } from './http/access-token-required.ts';
import { cursorAfter, defaultPageSize, isAfter, maxPageSize, parseCursor } from './http/page.ts';
import { successResponse } from './http/response.ts';
import type { RouteRequest, RouteResult } from './http/route-request.ts';
import { validationFailed } from './http/validate-body.ts';

const secondsOf = (epochMs: number): number => Math.floor(epochMs / 1000);

/** What the list shows of a session: times in seconds since 1970, and neither token nor hash. */
const toJson = (session: Session) => ({
  id: session.id,
  session_information: session.information,
  created_at: secondsOf(session.createdAtEpochMs),
  last_used_at: secondsOf(session.lastUsedAtEpochMs),
  expires_at: secondsOf(session.expiresAtEpochMs),
});

/** Handles one request for a page of the bearer's sessions. */
export async function handleListSessions(
  { event, budget, trace }: RouteRequest,
  bearer: AccessToken,
  ownSessions: OwnSessions,
): Promise<RouteResult> {
  const { limit = String(defaultPageSize), cursor: cursorText } = event.queryStringParameters ?? {};
  const size = /^\d{1,3}$/.test(limit) ? Number(limit) : 0;
  const cursor = cursorText === undefined ? null : parseCursor(cursorText);
  const errors = {
    ...(size < 1 || size > maxPageSize
      ? { limit: [`limit has to be a whole number from 1 to ${maxPageSize}`] }
      : {}),
    ...(cursorText !== undefined && cursor === null
      ? { cursor: ['cursor has to be the cursor of another page'] }
      : {}),
  };
  if (Object.keys(errors).length > 0) return validationFailed(errors);

  const all = await ownSessions.list(bearer, budget, trace);
  if (all === 'token_revoked') return unauthorized();
  const rest = cursor === null ? all : all.filter(session => isAfter(session, cursor));
  const page = rest.slice(0, size);
  const last = page.at(-1);
  const next = last !== undefined && rest.length > page.length ? { cursor: cursorAfter(last) } : {};
  return {
    response: successResponse(200, { sessions: page.map(toJson), ...next }),
    outcome: 'sessions_listed',
  };
}
