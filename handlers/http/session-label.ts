/** `session_information`, the label of a session: how long it can be, and what it is if the client sends none. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { textUpTo } from './field-types.ts';
import { headerOf } from './request-header.ts';

/** docs/signin.md: `session_information` has 1 to 190 characters. */
const sessionInformationMaxCharacters = 190;

/** The field of a body. */
export const sessionInformation = textUpTo(sessionInformationMaxCharacters);

/** The `User-Agent`, cut to the length of a label; `unknown` without one. */
export function defaultSessionInformation(event: APIGatewayProxyEventV2): string {
  const characters = [...(headerOf(event, 'user-agent') ?? '')];
  const userAgent = characters.slice(0, sessionInformationMaxCharacters).join('');
  return userAgent === '' ? 'unknown' : userAgent;
}
