/** The request to change a password, made from the body. A new password has to satisfy the policy. */
import { passwordPolicyViolations } from '../../lib/passwords/new-password-policy.ts';
import type { ChangePasswordRequest } from '../../lib/use-cases/change-password.ts';
import { fields, text } from './field-types.ts';
import type { RouteRequest, RouteResult } from './route-request.ts';
import { signInFields, signInRequestFrom } from './sign-in-request.ts';
import { readValidBody, validationFailed } from './validate-body.ts';

const schema = fields({ ...signInFields, old_password: text, new_password: text });

/** The request, or the result to return. */
export type ReadChangePasswordRequest =
  | { readonly ok: true; readonly change: ChangePasswordRequest }
  | { readonly ok: false; readonly result: RouteResult };

/** Reads and checks the body of a request to change a password. */
export function readChangePasswordRequest(request: RouteRequest): ReadChangePasswordRequest {
  const read = readValidBody(request.event, schema);
  if (!read.ok) return read;
  const { username, old_password, new_password } = read.body;
  const violations = passwordPolicyViolations(new_password, old_password, username);
  if (violations.length > 0) {
    const errors = { new_password: violations.map(violation => `new_password ${violation}`) };
    return { ok: false, result: validationFailed(errors) };
  }
  const signInRequest = signInRequestFrom(request, read.body, old_password);
  return { ok: true, change: { ...signInRequest, newPassword: new_password } };
}
