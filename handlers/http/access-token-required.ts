/** Routes for a caller with a valid access token. Everybody else is answered 401. */
import type { AccessToken, VerifyAccessToken } from '../../lib/access-tokens/verify-access-token.ts';
import type { OwnSessions } from '../../lib/use-cases/own-sessions.ts';
import { bearerToken } from './bearer-token.ts';
import { errorResponse } from './response.ts';
import type { RouteRequest, RouteResult } from './route-request.ts';

/** What such a route needs. */
export interface AccessTokenUseCases {
  readonly verifyAccessToken: VerifyAccessToken;
  readonly nowEpochSeconds: () => number;
  readonly ownSessions: OwnSessions;
}

/** Handles a request of the bearer of a valid access token. */
type BearerHandler = (
  request: RouteRequest,
  bearer: AccessToken,
  ownSessions: OwnSessions,
) => Promise<RouteResult>;

/** The answer to a token that is not valid, or not any more. */
export const unauthorized = (): RouteResult => ({
  response: errorResponse('unauthorized'),
  outcome: 'unauthorized',
});

/** A route that verifies the access token before it calls the handler. */
export const withAccessToken =
  (handle: BearerHandler) =>
  async (
    request: RouteRequest,
    { verifyAccessToken, nowEpochSeconds, ownSessions }: AccessTokenUseCases,
  ): Promise<RouteResult> => {
    const token = bearerToken(request.event);
    const bearer = token === null ? null : await verifyAccessToken(token, nowEpochSeconds());
    return bearer === null ? unauthorized() : handle(request, bearer, ownSessions);
  };
