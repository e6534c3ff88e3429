/** The function as API Gateway calls it: finds the route, turns exceptions into responses, and writes the log line. */
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import type { Clock } from '../../lib/clock.ts';
import { connectDatabase } from '../../lib/database/dynamodb-client.ts';
import { createDatabaseTimeBudget } from '../../lib/database/time-budget.ts';
import type { Log } from '../../lib/observability/log-line.ts';
import { requestLogLine } from '../../lib/observability/request-log-line.ts';
import { msSince } from '../../lib/observability/request-trace.ts';
import { OperatorError } from '../../lib/operator-error.ts';
import type { Bcrypt } from '../../lib/passwords/password-hasher.ts';
import { loadKeys } from '../../lib/secrets/load-keys.ts';
import type { Settings } from '../../lib/settings/settings.ts';
import { createClientAddress } from '../http/client-address.ts';
import type { HttpResponse } from '../http/response.ts';
import type { RouteRequest, RouteResult } from '../http/route.ts';
import { routes } from '../routes.ts';
import { composeUseCases, type UseCases } from './composition.ts';
import { type FailedResult, failedResult } from './failure.ts';

/** The function. It answers every event and never throws. */
export type LambdaFunction = (
  event: APIGatewayProxyEventV2,
  context: Pick<Context, 'awsRequestId' | 'functionName'>,
) => Promise<HttpResponse>;

/** What an instance of the function is made of. */
export interface FunctionParts {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly log: Log;
  /** bcryptjs, unless a test counts its work. */
  readonly bcrypt?: Bcrypt;
}

/** Creates the function. The first request loads the keys; if that fails, the next request tries again. */
export function createFunction({ settings, clock, log, bcrypt }: FunctionParts): LambdaFunction {
  const database = connectDatabase();
  const clientAddress = createClientAddress(settings.trustedProxy);
  let useCases: Promise<UseCases> | null = null;

  async function loadUseCases(): Promise<UseCases> {
    const keys = await loadKeys(settings.jwtSecret);
    return composeUseCases(settings, database, keys, clock, bcrypt);
  }

  /** A failure to load the keys is not kept. */
  function forget(error: unknown): never {
    useCases = null;
    throw error;
  }

  async function handle(request: RouteRequest): Promise<RouteResult | FailedResult> {
    try {
      const route = routes.get(request.event.routeKey);
      if (route === undefined) throw new OperatorError('serverless.yml has a route that the function lacks');
      useCases ??= loadUseCases();
      return await route(request, await useCases.catch(forget));
    } catch (error) {
      return failedResult(error);
    }
  }

  return async (event, context) => {
    const startedAt = performance.now();
    const budget = createDatabaseTimeBudget(clock.now);
    const request = { event, clientAddress: clientAddress(event), budget, trace: {} };
    const { response, ...result } = await handle(request);
    const { level, fields } = requestLogLine({
      requestId: context.awsRequestId,
      functionName: context.functionName,
      route: event.routeKey,
      status: response.statusCode ?? 500,
      ...result,
      trace: request.trace,
      databaseMs: Math.round(budget.spentMs()),
      ms: msSince(startedAt),
    });
    log(level, fields);
    return response;
  };
}
