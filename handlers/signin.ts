/** `POST /api/auth/signin`: body → decision → answer. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as v from 'valibot';
import type { SignIn, SignInOutcome } from '../lib/signin.ts';
import type { Call, Handled } from './call.ts';
import { headerOf, readBody } from './request.ts';
import { type Answer, refusal, success } from './response.ts';
import { fields, flag, text, textUpTo, validate } from './validation.ts';

/** `session_information` at most, and what of a user agent takes its place. */
const informationMaxCharacters = 190;

const schema = fields({
  username: textUpTo(190),
  password: text,
  session_information: v.optional(textUpTo(informationMaxCharacters)),
  stay_logged_in: v.optional(flag, false),
});

/** Handles one request to sign in. */
export async function handleSignIn({ event, sourceAddress, trace }: Call, signIn: SignIn): Promise<Handled> {
  const read = readBody(event);
  if (!read.ok) return { answer: refusal(read.code), outcome: read.code };
  const validated = validate(schema, read.body);
  if (!validated.ok) {
    const code = 'validation_failed';
    return { answer: refusal(code, { errors: validated.errors }), outcome: code };
  }
  const body = validated.value;
  const request = {
    username: body.username,
    password: body.password,
    stayLoggedIn: body.stay_logged_in,
    information: body.session_information ?? userAgentOf(event),
    sourceAddress,
  };
  const outcome = await signIn(request, trace);
  return { answer: answerOf(outcome), outcome: outcome.outcome };
}

function userAgentOf(event: APIGatewayProxyEventV2): string {
  const userAgent = [...(headerOf(event, 'user-agent') ?? '')].slice(0, informationMaxCharacters).join('');
  return userAgent === '' ? 'unknown' : userAgent;
}

function answerOf(outcome: SignInOutcome): Answer {
  switch (outcome.outcome) {
    case 'signed_in': {
      const { token, sessionToken } = outcome;
      return success(200, sessionToken === null ? { token } : { token, session_token: sessionToken });
    }
    case 'too_many_attempts':
      return refusal(outcome.outcome, { retryAfterSeconds: outcome.retryAfterSeconds });
    case 'not_activated':
    case 'change_password':
    case 'username_or_password_incorrect':
      return refusal(outcome.outcome);
  }
}
