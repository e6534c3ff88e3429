/** What the routes that take a password have in common: who asks, and how the decision is answered. */
import type { PasswordChangeOutcome } from '../lib/password-change.ts';
import type { SignInOutcome, SignInRequest } from '../lib/signin.ts';
import type { Call, Handled } from './call.ts';
import { type Answer, refusal, success } from './response.ts';
import { labelOf } from './session-label.ts';
import { flag, information, optional, textUpTo } from './validation.ts';

/** The fields that they share. */
export const sharedFields = {
  username: textUpTo(190),
  session_information: optional(information),
  stay_logged_in: optional(flag),
};

/** The request that a body makes, with the password that it names in a field of its own. */
export function requestOf(
  { event, sourceAddress }: Call,
  body: {
    readonly username: string;
    readonly session_information?: string | undefined;
    readonly stay_logged_in?: boolean | undefined;
  },
  password: string,
): SignInRequest {
  return {
    username: body.username,
    password,
    stayLoggedIn: body.stay_logged_in ?? false,
    information: body.session_information ?? labelOf(event),
    sourceAddress,
  };
}

/** The documented answer to a decision. */
export function handled(decision: SignInOutcome | PasswordChangeOutcome): Handled {
  return { answer: answerTo(decision), outcome: decision.outcome };
}

function answerTo(decision: SignInOutcome | PasswordChangeOutcome): Answer {
  switch (decision.outcome) {
    case 'signed_in': {
      const { token, sessionToken } = decision;
      return success(200, sessionToken === null ? { token } : { token, session_token: sessionToken });
    }
    case 'too_many_attempts':
      return refusal(decision.outcome, decision);
    case 'not_activated':
    case 'change_password':
    case 'no_password_change_needed_for_user':
    case 'username_or_password_incorrect':
      return refusal(decision.outcome);
  }
}
