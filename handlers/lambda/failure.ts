/** The answer to an exception: 503 if trying again helps, 500 if it does not. The cause goes to the log only. */
import { DatabaseUnavailable } from '../../lib/database/database-unavailable.ts';
import { describeException } from '../../lib/observability/describe-exception.ts';
import { SecretUnavailable } from '../../lib/secrets/fetch-secret.ts';
import { errorResponse } from '../http/response.ts';
import type { RouteResult } from '../http/route-request.ts';

/** Long enough for a throttled table or a failed node to recover. */
const unavailableRetryAfterSeconds = 5;

/** A result, and the exception as the log shows it. */
export interface FailedResult extends RouteResult {
  readonly error: string;
}

/** The result for a request that threw. */
export function failedResult(exception: unknown): FailedResult {
  const isTemporary = exception instanceof DatabaseUnavailable || exception instanceof SecretUnavailable;
  const code = isTemporary ? 'temporarily_unavailable' : 'internal_error';
  const details = isTemporary ? { retryAfterSeconds: unavailableRetryAfterSeconds } : {};
  return { response: errorResponse(code, details), outcome: code, error: describeException(exception) };
}
