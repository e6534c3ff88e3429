/** The answer to whoever is signed in, by a password or by a new one. */
import type { SignedIn } from '../lib/signin.ts';
import { type Answer, success } from './response.ts';

/** 200 with a token, and a session token if one was asked for. */
export function signedIn({ token, sessionToken }: SignedIn): Answer {
  return success(200, sessionToken === null ? { token } : { token, session_token: sessionToken });
}
