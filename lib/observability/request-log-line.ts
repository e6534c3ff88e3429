/** The log line of a request: its fields and its level. docs/operation.md explains the fields to the operator. */
import { metricFields } from './cloudwatch-metrics.ts';
import type { LogFields, LogLevel } from './log-writer.ts';
import type { RequestTrace } from './request-trace.ts';

/** Reasons that only the operator can mend, by another `password` or `password_input` of the user. */
const unusable = new Set(['unusable_hash', 'unusable_password_input']);

/** What is known of a request when it has been answered. Times in milliseconds. */
export interface AnsweredRequest {
  readonly requestId: string;
  readonly functionName: string;
  readonly route: string;
  readonly status: number;
  readonly outcome: string;
  /** The exception of a 5xx. */
  readonly error?: string;
  readonly trace: RequestTrace;
  readonly databaseMs: number;
  readonly ms: number;
}

/** The line of a request. It also carries the metrics of the request, in CloudWatch's embedded metric format. */
export function requestLogLine(request: AnsweredRequest): { level: LogLevel; fields: LogFields } {
  const { requestId, functionName, route, status, outcome, error, trace, databaseMs, ms } = request;
  return {
    level: status >= 500 ? 'error' : 'info',
    fields: {
      request_id: requestId,
      route,
      status,
      outcome,
      ...(error === undefined ? {} : { error }),
      ...trace,
      database_ms: databaseMs,
      ms,
      ...metricFields(functionName, {
        outcome,
        ms,
        databaseMs,
        hashMs: trace.hash_ms,
        isHashUnusable: unusable.has(trace.reason ?? ''),
      }),
    },
  };
}
