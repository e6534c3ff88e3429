/** What the handler of a route gets, and what it returns. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { DatabaseTimeBudget } from '../../lib/database/time-budget.ts';
import type { RequestTrace } from '../../lib/observability/request-trace.ts';
import type { Outcome } from './outcome.ts';
import type { HttpResponse } from './response.ts';

/** One request. The handler fills in the trace. */
export interface RouteRequest {
  readonly event: APIGatewayProxyEventV2;
  readonly clientAddress: string;
  readonly budget: DatabaseTimeBudget;
  readonly trace: RequestTrace;
}

/** The response, and the outcome for the log and the metrics. */
export interface RouteResult {
  readonly response: HttpResponse;
  readonly outcome: Outcome;
}
