/** `POST /api/auth/changePasswordAfterSignin`: body → decision → answer. */
import { objectionsTo } from '../lib/new-password.ts';
import type { ChangePassword, PasswordChangeOutcome } from '../lib/password-change.ts';
import { invalid, readValidBody } from './body.ts';
import type { Call, Handled } from './call.ts';
import { type Answer, refusal } from './response.ts';
import { labelOf } from './session-label.ts';
import { signedIn } from './signed-in.ts';
import { fields, flag, information, optional, text, textUpTo } from './validation.ts';

const schema = fields({
  username: textUpTo(190),
  old_password: text,
  new_password: text,
  session_information: optional(information),
  stay_logged_in: optional(flag),
});

/** Handles one request to change the password. */
export async function handleChangePassword(call: Call, changePassword: ChangePassword): Promise<Handled> {
  const read = readValidBody(call.event, schema);
  if (!read.ok) return read.handled;
  const { username, old_password, new_password, session_information, stay_logged_in } = read.body;
  const objections = objectionsTo(new_password, old_password, username);
  if (objections.length > 0) {
    return invalid({ new_password: objections.map(objection => `new_password ${objection}`) });
  }
  const request = {
    username,
    password: old_password,
    newPassword: new_password,
    stayLoggedIn: stay_logged_in ?? false,
    information: session_information ?? labelOf(call.event),
    sourceAddress: call.sourceAddress,
  };
  const outcome = await changePassword(request, call.time, call.trace);
  return { answer: answerOf(outcome), outcome: outcome.outcome };
}

function answerOf(outcome: PasswordChangeOutcome): Answer {
  switch (outcome.outcome) {
    case 'signed_in':
      return signedIn(outcome);
    case 'too_many_attempts':
      return refusal(outcome.outcome, outcome);
    case 'not_activated':
    case 'no_password_change_needed_for_user':
    case 'username_or_password_incorrect':
      return refusal(outcome.outcome);
  }
}
