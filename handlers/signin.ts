/** `POST /api/auth/signin`: body → decision → answer. */
import type { SignIn, SignInOutcome } from '../lib/signin.ts';
import { readValidBody } from './body.ts';
import type { Call, Handled } from './call.ts';
import { type Answer, refusal } from './response.ts';
import { labelOf } from './session-label.ts';
import { signedIn } from './signed-in.ts';
import { fields, flag, information, optional, text, textUpTo } from './validation.ts';

const schema = fields({
  username: textUpTo(190),
  password: text,
  session_information: optional(information),
  stay_logged_in: optional(flag),
});

/** Handles one request to sign in. */
export async function handleSignIn(call: Call, signIn: SignIn): Promise<Handled> {
  const read = readValidBody(call.event, schema);
  if (!read.ok) return read.handled;
  const { username, password, session_information, stay_logged_in } = read.body;
  const request = {
    username,
    password,
    stayLoggedIn: stay_logged_in ?? false,
    information: session_information ?? labelOf(call.event),
    sourceAddress: call.sourceAddress,
  };
  const outcome = await signIn(request, call.time, call.trace);
  return { answer: answerOf(outcome), outcome: outcome.outcome };
}

function answerOf(outcome: SignInOutcome): Answer {
  switch (outcome.outcome) {
    case 'signed_in':
      return signedIn(outcome);
    case 'too_many_attempts':
      return refusal(outcome.outcome, outcome);
    case 'not_activated':
    case 'change_password':
    case 'username_or_password_incorrect':
      return refusal(outcome.outcome);
  }
}
