/** `POST /api/auth/changePasswordAfterSignin`: a new password for a user whom signing in answered `change_password`. */
import type { ChangePassword } from '../lib/use-cases/change-password.ts';
import { readChangePasswordRequest } from './http/change-password-request.ts';
import type { RouteRequest, RouteResult } from './http/route-request.ts';
import { signInResult } from './http/sign-in-response.ts';

/** Handles one request of a user who has to change the password. */
export async function handleChangePasswordAfterSignIn(
  request: RouteRequest,
  changePasswordAfterSignIn: ChangePassword,
): Promise<RouteResult> {
  const read = readChangePasswordRequest(request);
  if (!read.ok) return read.result;
  return signInResult(
    await changePasswordAfterSignIn(read.change, request.budget, request.trace),
    request.event,
  );
}
