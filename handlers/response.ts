/** Answers as API Gateway takes them (HTTP API, payload 2.0), each with the headers that the contract promises. */
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type ErrorCode, refusals } from '../lib/errors.ts';

/** An answer. */
export type Answer = APIGatewayProxyStructuredResultV2;

/** What a refusal can carry beside its code: `retry-after` in seconds, or sentences per field. */
export interface RefusalDetails {
  readonly retryAfterSeconds?: number;
  readonly errors?: Readonly<Record<string, readonly string[]>>;
}

const headers = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'strict-transport-security': 'max-age=63072000',
};

/** When to come back after a 503: long enough for a throttled table or a failed node to recover. */
const unavailableRetryAfterSeconds = 5;

/** The documented JSON of a success. */
export function success(statusCode: number, body: Readonly<Record<string, unknown>>): Answer {
  return { statusCode, headers, body: JSON.stringify(body) };
}

/** A success that has nothing to say: 204. */
export function nothing(): Answer {
  return { statusCode: 204, headers };
}

/** The envelope `{msg, error_code}` of a failure, with the status that its code has. */
export function refusal(code: ErrorCode, details: RefusalDetails = {}): Answer {
  const { status, msg } = refusals[code];
  const {
    errors,
    retryAfterSeconds = code === 'temporarily_unavailable' ? unavailableRetryAfterSeconds : null,
  } = details;
  return {
    statusCode: status,
    headers: {
      ...headers,
      ...(retryAfterSeconds === null ? {} : { 'retry-after': String(retryAfterSeconds) }),
      // RFC 9110 section 15.5.2: a 401 has to say how to authenticate.
      ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
    },
    body: JSON.stringify({ msg, error_code: code, ...(errors === undefined ? {} : { errors }) }),
  };
}
