/** Routes for a caller with a valid access token. Everybody else is answered 401. */
import type { VerifyAccessToken } from '../../lib/access-tokens/verify-access-token.ts';
import type { OwnSessions } from '../../lib/use-cases/own-sessions.ts';
import type { UserId } from '../../lib/users/user.ts';
import { bearerToken } from './bearer-token.ts';
import { errorResponse } from './response.ts';
import type { RouteRequest, RouteResult } from './route-request.ts';

/** What such a route needs. */
export interface AccessTokenUseCases {
  readonly verifyAccessToken: VerifyAccessToken;
  readonly nowEpochSeconds: () => number;
  readonly ownSessions: OwnSessions;
}

/** Handles a request of the subject of a valid access token. */
type SubjectHandler = (
  request: RouteRequest,
  subject: UserId,
  ownSessions: OwnSessions,
) => Promise<RouteResult>;

/** A route that verifies the access token before it calls the handler. */
export const withAccessToken =
  (handle: SubjectHandler) =>
  async (
    request: RouteRequest,
    { verifyAccessToken, nowEpochSeconds, ownSessions }: AccessTokenUseCases,
  ): Promise<RouteResult> => {
    const token = bearerToken(request.event);
    const subject = token === null ? null : await verifyAccessToken(token, nowEpochSeconds());
    return subject === null
      ? { response: errorResponse('unauthorized'), outcome: 'unauthorized' }
      : handle(request, subject, ownSessions);
  };
