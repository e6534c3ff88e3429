/** The label of a session for which the client sent no `session_information`. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { sessionInformationMaxCharacters } from './field-types.ts';
import { headerOf } from './request-header.ts';

/** The `User-Agent`, cut to the length of a label; `unknown` without one. */
export function defaultSessionInformation(event: APIGatewayProxyEventV2): string {
  const characters = [...(headerOf(event, 'user-agent') ?? '')];
  const userAgent = characters.slice(0, sessionInformationMaxCharacters).join('');
  return userAgent === '' ? 'unknown' : userAgent;
}
