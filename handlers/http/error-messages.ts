/** The error codes that a client can meet, with the status and the `msg` of each. */
import { bodyMaxBytes } from './body-size-limit.ts';

/** What a client switches on; the contract's `error_code`. */
export type ErrorCode =
  | 'invalid_json'
  | 'validation_failed'
  | 'body_too_large'
  | 'unsupported_media_type'
  | 'too_many_attempts'
  | 'username_or_password_incorrect'
  | 'not_activated'
  | 'change_password'
  | 'no_password_change_needed_for_user'
  | 'session_token_incorrect'
  | 'unauthorized'
  | 'session_not_found'
  | 'temporarily_unavailable'
  | 'internal_error';

/** The status and the `msg` of each code. docs/signin.md fixes the sentences of its own three. */
export const errorCodes: Readonly<Record<ErrorCode, { readonly status: number; readonly msg: string }>> = {
  invalid_json: { status: 400, msg: 'The body has to be a JSON object in UTF-8' },
  validation_failed: { status: 400, msg: 'The request breaks a constraint, see errors' },
  body_too_large: { status: 413, msg: `The body has to be ${bodyMaxBytes} bytes or less` },
  unsupported_media_type: { status: 415, msg: 'The content type has to be application/json' },
  too_many_attempts: { status: 429, msg: 'Too many attempts, try again later' },
  username_or_password_incorrect: { status: 400, msg: 'Username or password is wrong' },
  not_activated: { status: 400, msg: 'Account is not activated' },
  change_password: { status: 400, msg: 'You have to change your password' },
  no_password_change_needed_for_user: { status: 400, msg: 'User does not need to change his password' },
  session_token_incorrect: {
    status: 400,
    msg: 'You have been logged out of this session or this session token is incorrect',
  },
  unauthorized: { status: 401, msg: 'A valid token is needed' },
  session_not_found: { status: 404, msg: 'There is no such session' },
  temporarily_unavailable: { status: 503, msg: 'Sign-in is temporarily unavailable, try again later' },
  internal_error: { status: 500, msg: 'Something went wrong on our side' },
};
