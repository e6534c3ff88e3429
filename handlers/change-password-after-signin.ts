/** `POST /api/auth/changePasswordAfterSignin`: body → decision → answer. */
import { objectionsTo } from '../lib/new-password.ts';
import type { ChangePassword } from '../lib/password-change.ts';
import { invalid, readValidBody } from './body.ts';
import type { Call, Handled } from './call.ts';
import { handled, requestOf, sharedFields } from './password-answer.ts';
import { fields, text } from './validation.ts';

const schema = fields({ ...sharedFields, old_password: text, new_password: text });

/** Handles one request to change the password. */
export async function handleChangePassword(call: Call, changePassword: ChangePassword): Promise<Handled> {
  const read = readValidBody(call.event, schema);
  if (!read.ok) return read.handled;
  const { username, old_password, new_password } = read.body;
  const objections = objectionsTo(new_password, old_password, username);
  if (objections.length > 0) {
    return invalid({ new_password: objections.map(objection => `new_password ${objection}`) });
  }
  const request = { ...requestOf(call, read.body, old_password), newPassword: new_password };
  return handled(await changePassword(request, call.time, call.trace));
}
