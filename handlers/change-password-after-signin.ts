/** `POST /api/auth/changePasswordAfterSignin`: a new password for a user whom signing in answered `change_password`. */
import { passwordPolicyViolations } from '../lib/passwords/new-password-policy.ts';
import type { ChangePassword } from '../lib/use-cases/change-password.ts';
import { fields, text } from './http/field-types.ts';
import type { RouteRequest, RouteResult } from './http/route-request.ts';
import { signInFields, signInRequestFrom } from './http/sign-in-request.ts';
import { signInResult } from './http/sign-in-response.ts';
import { readValidBody, validationFailed } from './http/validate-body.ts';

const schema = fields({ ...signInFields, old_password: text, new_password: text });

/** Handles one request to change the password. */
export async function handleChangePassword(
  request: RouteRequest,
  changePassword: ChangePassword,
): Promise<RouteResult> {
  const read = readValidBody(request.event, schema);
  if (!read.ok) return read.result;
  const { username, old_password, new_password } = read.body;
  const violations = passwordPolicyViolations(new_password, old_password, username);
  if (violations.length > 0) {
    return validationFailed({ new_password: violations.map(violation => `new_password ${violation}`) });
  }
  const signInRequest = signInRequestFrom(request, read.body, old_password);
  return signInResult(
    await changePassword({ ...signInRequest, newPassword: new_password }, request.budget, request.trace),
  );
}
