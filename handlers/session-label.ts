/** What labels a session that the client gave no `session_information` for. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { headerOf } from './request.ts';
import { informationMaxCharacters } from './validation.ts';

/** The user agent, cut to what a label can have; `unknown` without one. */
export function labelOf(event: APIGatewayProxyEventV2): string {
  const userAgent = [...(headerOf(event, 'user-agent') ?? '')].slice(0, informationMaxCharacters).join('');
  return userAgent === '' ? 'unknown' : userAgent;
}
