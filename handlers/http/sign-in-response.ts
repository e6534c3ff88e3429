/** The response to a sign-in and to a change of password. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { ChangePasswordOutcome } from '../../lib/use-cases/change-password.ts';
import type { SignInOutcome } from '../../lib/use-cases/sign-in.ts';
import { withDeviceToken } from './device-token.ts';
import { errorResponse, type HttpResponse, successResponse } from './response.ts';
import type { RouteResult } from './route-request.ts';

function responseTo(result: SignInOutcome | ChangePasswordOutcome): HttpResponse {
  switch (result.outcome) {
    case 'signed_in': {
      const { token, sessionToken } = result;
      return successResponse(200, sessionToken === null ? { token } : { token, session_token: sessionToken });
    }
    case 'too_many_attempts':
      return errorResponse(result.outcome, result);
    case 'not_activated':
    case 'change_password':
    case 'no_password_change_needed_for_user':
    case 'username_or_password_incorrect':
      return errorResponse(result.outcome);
  }
}

/** The documented response to an outcome. After a right password it carries a device token. */
export function signInResult(
  result: SignInOutcome | ChangePasswordOutcome,
  event: APIGatewayProxyEventV2,
): RouteResult {
  const response = responseTo(result);
  const deviceToken = 'deviceToken' in result ? result.deviceToken : null;
  return {
    response: deviceToken === null ? response : withDeviceToken(response, deviceToken, event),
    outcome: result.outcome,
  };
}
