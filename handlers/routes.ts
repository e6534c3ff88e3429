/** Which handler answers which `routeKey`; `serverless.yml` has the same list. */
import type { OwnSessions } from '../lib/own-sessions.ts';
import type { ChangePassword } from '../lib/password-change.ts';
import type { Redeem } from '../lib/redemption.ts';
import type { SignIn } from '../lib/signin.ts';
import type { SignOut } from '../lib/signout.ts';
import type { VerifyToken } from '../lib/tokens.ts';
import type { UserId } from '../lib/users.ts';
import { bearerToken } from './bearer.ts';
import type { Call, Handled } from './call.ts';
import { handleChangePassword } from './change-password-after-signin.ts';
import { handleIamLoggedIn } from './iam-logged-in.ts';
import { refusal } from './response.ts';
import { handleEndSession, handleEndSessions, handleListSessions } from './sessions.ts';
import { handleSignIn } from './signin.ts';
import { handleSignOut } from './signout.ts';

/** What the routes decide with. */
export interface Decisions {
  readonly signIn: SignIn;
  readonly changePassword: ChangePassword;
  readonly redeem: Redeem;
  readonly signOut: SignOut;
  readonly ownSessions: OwnSessions;
  readonly verifyToken: VerifyToken;
  /** Seconds since 1970. */
  readonly nowEpochSeconds: () => number;
}

type Route = (call: Call, decisions: Decisions) => Promise<Handled>;

/** A route for whoever shows a token that is good. */
const ofSubject =
  (handle: (call: Call, subject: UserId, own: OwnSessions) => Promise<Handled>): Route =>
  async (call, { verifyToken, nowEpochSeconds, ownSessions }) => {
    const token = bearerToken(call.event);
    const subject = token === null ? null : await verifyToken(token, nowEpochSeconds());
    return subject === null
      ? { answer: refusal('unauthorized'), outcome: 'unauthorized' }
      : handle(call, subject, ownSessions);
  };

/** By the `routeKey` of the event. */
export const routes: ReadonlyMap<string, Route> = new Map<string, Route>([
  ['POST /api/auth/signin', (call, { signIn }) => handleSignIn(call, signIn)],
  [
    'POST /api/auth/changePasswordAfterSignin',
    (call, { changePassword }) => handleChangePassword(call, changePassword),
  ],
  ['POST /api/auth/IamLoggedIn', (call, { redeem }) => handleIamLoggedIn(call, redeem)],
  ['POST /api/auth/signout', (call, { signOut }) => handleSignOut(call, signOut)],
  ['GET /api/auth/sessions', ofSubject(handleListSessions)],
  ['DELETE /api/auth/sessions/{id}', ofSubject(handleEndSession)],
  ['DELETE /api/auth/sessions', ofSubject(handleEndSessions)],
]);
