/** The request to sign in or to change a password, made from the body, the client's address and the device tokens. */
import type { SignInRequest } from '../../lib/use-cases/sign-in.ts';
import { usernameMaxCharacters } from '../../lib/users/canonical-username.ts';
import { shownDeviceTokens } from './device-token.ts';
import { flag, optional, textUpTo } from './field-types.ts';
import type { RouteRequest } from './route-request.ts';
import { defaultSessionInformation, sessionInformation } from './session-label.ts';

/** The fields that both bodies have. */
export const signInFields = {
  username: textUpTo(usernameMaxCharacters),
  session_information: optional(sessionInformation),
  stay_logged_in: optional(flag),
};

/** The request from a valid body. The password is passed separately because its field has two names. */
export function signInRequestFrom(
  { event, clientAddress }: RouteRequest,
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
    information: body.session_information ?? defaultSessionInformation(event),
    clientAddress,
    shownDeviceTokens: shownDeviceTokens(event),
  };
}
