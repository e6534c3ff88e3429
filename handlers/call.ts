/** What a route's handler is given, and what it gives back. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { DatabaseTime } from '../lib/database-time.ts';
import type { Trace } from '../lib/trace.ts';
import type { Answer } from './response.ts';

/** One request. The handler fills in the trace. */
export interface Call {
  readonly event: APIGatewayProxyEventV2;
  readonly sourceAddress: string;
  readonly time: DatabaseTime;
  readonly trace: Trace;
}

/** An answer, and the outcome that log and metrics tell of. */
export interface Handled {
  readonly answer: Answer;
  readonly outcome: string;
}
