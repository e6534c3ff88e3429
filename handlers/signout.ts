/** `POST /api/auth/signout`: the session of a token ends. */
import type { SignOut } from '../lib/signout.ts';
import { readValidBody } from './body.ts';
import type { Call, Handled } from './call.ts';
import { refusal, success } from './response.ts';
import { fields, text } from './validation.ts';

const schema = fields({ session_token: text });

/** Handles one request to sign out. */
export async function handleSignOut({ event, time }: Call, signOut: SignOut): Promise<Handled> {
  const read = readValidBody(event, schema);
  if (!read.ok) return read.handled;
  const { outcome } = await signOut(read.body.session_token, time);
  const answer =
    outcome === 'signed_out' ? success(200, { msg: 'Successfully signed out' }) : refusal(outcome);
  return { answer, outcome };
}
