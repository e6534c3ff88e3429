/** Which handler answers which route. `serverless.yml` has the same list, and a test compares the two. */
import { handleChangePassword } from './change-password.ts';
import { handleChangePasswordAfterSignIn } from './change-password-after-signin.ts';
import { handleEndAllSessions } from './end-all-sessions.ts';
import { handleEndSession } from './end-session.ts';
import { withAccessToken } from './http/access-token-required.ts';
import type { RouteRequest, RouteResult } from './http/route-request.ts';
import { handleIAmLoggedIn } from './i-am-logged-in.ts';
import type { UseCases } from './lambda/composition.ts';
import { handleListSessions } from './list-sessions.ts';
import { handleSignIn } from './signin.ts';
import { handleSignOut } from './signout.ts';

/** Answers one request. What it throws is broken, and becomes a 500 or a 503. */
export type Route = (request: RouteRequest, useCases: UseCases) => Promise<RouteResult>;

/** The routes by API Gateway's `routeKey`. */
export const routes: ReadonlyMap<string, Route> = new Map<string, Route>([
  ['POST /api/auth/signin', (request, { signIn }) => handleSignIn(request, signIn)],
  [
    'POST /api/auth/changePasswordAfterSignin',
    (request, { changePasswordAfterSignIn }) =>
      handleChangePasswordAfterSignIn(request, changePasswordAfterSignIn),
  ],
  [
    'POST /api/auth/IamLoggedIn',
    (request, { redeemSessionToken }) => handleIAmLoggedIn(request, redeemSessionToken),
  ],
  ['POST /api/auth/signout', (request, { signOut }) => handleSignOut(request, signOut)],
  ['GET /api/auth/sessions', withAccessToken(handleListSessions)],
  ['DELETE /api/auth/sessions/{id}', withAccessToken(handleEndSession)],
  ['DELETE /api/auth/sessions', withAccessToken(handleEndAllSessions)],
  [
    'POST /api/auth/changePassword',
    (request, { changePassword }) => handleChangePassword(request, changePassword),
  ],
]);
