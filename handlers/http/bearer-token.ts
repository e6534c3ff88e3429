/** The bearer token of the `Authorization` header (RFC 6750 section 2.1). */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { headerOf } from './request-header.ts';

/** The token; null if the header is missing or has another scheme. It is not verified here. */
export function bearerToken(event: APIGatewayProxyEventV2): string | null {
  return /^Bearer ([^ ]+)$/i.exec(headerOf(event, 'authorization') ?? '')?.[1] ?? null;
}
