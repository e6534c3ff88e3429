/** `POST /api/auth/changePassword`: a new password for any user who knows the old one. */
import type { ChangePassword } from '../lib/use-cases/change-password.ts';
import { readChangePasswordRequest } from './http/change-password-request.ts';
import type { RouteRequest, RouteResult } from './http/route-request.ts';
import { signInResult } from './http/sign-in-response.ts';

/** Handles one request to change the password. */
export async function handleChangePassword(
  request: RouteRequest,
  changePassword: ChangePassword,
): Promise<RouteResult> {
  const read = readChangePasswordRequest(request);
  if (!read.ok) return read.result;
  return signInResult(await changePassword(read.change, request.budget, request.trace), request.event);
}
