/** Responses as API Gateway takes them (HTTP API, payload 2.0). */
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type ErrorCode, errorCodes } from './error-messages.ts';
import { responseHeaders } from './response-headers.ts';

/** A response. */
export type HttpResponse = APIGatewayProxyStructuredResultV2;

/** What an error can have beside its code: `retry-after` in seconds, or sentences by field. */
export interface ErrorDetails {
  readonly retryAfterSeconds?: number;
  readonly errors?: Readonly<Record<string, readonly string[]>>;
}

/** A success with a JSON body. */
export function successResponse(statusCode: number, body: Readonly<Record<string, unknown>>): HttpResponse {
  return { statusCode, headers: responseHeaders, body: JSON.stringify(body) };
}

/** 204: a success without a body. */
export function noContentResponse(): HttpResponse {
  return { statusCode: 204, headers: responseHeaders };
}

/** An error: the envelope `{msg, error_code}` and the status of its code. */
export function errorResponse(code: ErrorCode, details: ErrorDetails = {}): HttpResponse {
  const { status, msg } = errorCodes[code];
  const { errors, retryAfterSeconds } = details;
  return {
    statusCode: status,
    headers: {
      ...responseHeaders,
      ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
      // RFC 9110 section 15.5.2: a 401 has to say how to authenticate.
      ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
    },
    body: JSON.stringify({ msg, error_code: code, ...(errors === undefined ? {} : { errors }) }),
  };
}
