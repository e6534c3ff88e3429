/** `GET /api/auth/sessions` and `DELETE /api/auth/sessions[/{id}]`: the caller's own sessions. */
import type { OwnSessions } from '../lib/own-sessions.ts';
import type { Session } from '../lib/session.ts';
import type { UserId } from '../lib/users.ts';
import { invalid } from './body.ts';
import type { Call, Handled } from './call.ts';
import { cursorAfter, isAfter, parseCursor } from './cursor.ts';
import { nothing, refusal, success } from './response.ts';

const limitMax = 100;
const limitDefault = 50;

const seconds = (epochMs: number): number => Math.floor(epochMs / 1000);

/** What a session shows of itself: times in seconds since 1970, and neither token nor hash. */
const shown = (session: Session) => ({
  id: session.id,
  session_information: session.information,
  created_at: seconds(session.createdAtEpochMs),
  last_used_at: seconds(session.lastUsedAtEpochMs),
  expires_at: seconds(session.expiresAtEpochMs),
});

/** Lists a page of the caller's sessions, newest first. */
export async function handleListSessions(call: Call, subject: UserId, own: OwnSessions): Promise<Handled> {
  const { limit = String(limitDefault), cursor: cursorText } = call.event.queryStringParameters ?? {};
  const size = /^\d{1,3}$/.test(limit) ? Number(limit) : 0;
  const cursor = cursorText === undefined ? null : parseCursor(cursorText);
  const errors = {
    ...(size < 1 || size > limitMax
      ? { limit: [`limit has to be a whole number from 1 to ${limitMax}`] }
      : {}),
    ...(cursorText !== undefined && cursor === null
      ? { cursor: ['cursor has to be the cursor of another page'] }
      : {}),
  };
  if (Object.keys(errors).length > 0) return invalid(errors);

  const all = await own.list(subject, call.time);
  const rest = cursor === null ? all : all.filter(session => isAfter(session, cursor));
  const page = rest.slice(0, size);
  const last = page.at(-1);
  const next = last !== undefined && rest.length > page.length ? { cursor: cursorAfter(last) } : {};
  return { answer: success(200, { sessions: page.map(shown), ...next }), outcome: 'sessions_listed' };
}

/** Ends one of the caller's sessions. */
export async function handleEndSession(call: Call, subject: UserId, own: OwnSessions): Promise<Handled> {
  const id = call.event.pathParameters?.['id'] ?? '';
  return (await own.end(subject, id, call.time))
    ? { answer: nothing(), outcome: 'session_ended' }
    : { answer: refusal('session_not_found'), outcome: 'session_not_found' };
}

/** Ends all of the caller's sessions. */
export async function handleEndSessions(call: Call, subject: UserId, own: OwnSessions): Promise<Handled> {
  await own.endAll(subject, call.time);
  return { answer: nothing(), outcome: 'sessions_ended' };
}
