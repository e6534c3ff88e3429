/** The token of the `Authorization` header (RFC 6750 section 2.1). */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { headerOf } from './request.ts';

/** The token; null where the header is missing or of another scheme. Whether it is good is for others to say. */
export function bearerToken(event: APIGatewayProxyEventV2): string | null {
  return /^Bearer ([^ ]+)$/i.exec(headerOf(event, 'authorization') ?? '')?.[1] ?? null;
}
