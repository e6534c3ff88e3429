/** The function as API Gateway calls it: finds the route, turns exceptions into responses, and writes the log line. */
import type { Context } from 'aws-lambda';
import type { Clock } from '../../lib/clock.ts';
import { createConnectionPool } from '../../lib/database/connection-pool.ts';
import { connectDatabase } from '../../lib/database/dynamodb-client.ts';
import { readItem } from '../../lib/database/read-item.ts';
import { createDatabaseTimeBudget } from '../../lib/database/time-budget.ts';
import { describeException } from '../../lib/observability/describe-exception.ts';
import type { Log } from '../../lib/observability/log-writer.ts';
import { requestLogLine } from '../../lib/observability/request-log-line.ts';
import { msSince } from '../../lib/observability/request-trace.ts';
import { OperatorError } from '../../lib/operator-error.ts';
import type { Bcrypt } from '../../lib/passwords/password-hasher.ts';
import { loadKeys } from '../../lib/secrets/load-keys.ts';
import type { Settings } from '../../lib/settings/parse-settings.ts';
import { createClientAddress } from '../http/client-address.ts';
import { coverSubDomains } from '../http/cover-sub-domains.ts';
import { type HttpResponse, noContentResponse } from '../http/response.ts';
import type { RouteRequest, RouteResult } from '../http/route-request.ts';
import { routes } from '../routes.ts';
import { composeUseCases } from './composition.ts';
import { type EventKind, eventKindOf } from './event-kind.ts';
import { type FailedResult, failedResult } from './failure.ts';
import { createUseCaseLoader } from './use-case-loader.ts';

/** The function. It answers every event and never throws. */
export type LambdaFunction = (
  event: unknown,
  context?: Partial<Pick<Context, 'awsRequestId' | 'functionName'>> | null,
) => Promise<HttpResponse>;

/** An instance of it. */
export interface FunctionInstance extends LambdaFunction {
  /**
   * Loads the keys and opens two connections to DynamoDB, so that the first request need not: as many as a sign-in from a
   * known device needs. It never throws: what fails is tried again by the first request, which says so.
   */
  prepare(): Promise<void>;
}

/** What an instance of the function is made of. */
export interface FunctionParts {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly log: Log;
  /** bcryptjs, unless a test counts its work. */
  readonly bcrypt?: Bcrypt;
}

/**
 * The key of no item: canonical names do not end with a space, and counters have pseudonyms. What counts is the read.
 */
const ofNobody = ' ';

type Parts = Pick<RouteRequest, 'budget' | 'trace'>;

type Answered = (RouteResult | FailedResult) & { readonly route: string };

/** Creates the function. `prepare` or the first request loads the keys; if that fails, the next request tries again. */
export function createFunction({ settings, clock, log, bcrypt }: FunctionParts): FunctionInstance {
  const pool = createConnectionPool();
  const database = connectDatabase(pool);
  const clientAddress = createClientAddress(settings.trustedProxy);
  const loadUseCases = createUseCaseLoader({
    async load(isReload) {
      const keys = await loadKeys(settings.jwtSecret, isReload);
      return composeUseCases(settings, database, keys, clock, bcrypt);
    },
    onReloadFailure: error => log('error', { outcome: 'old_secret_kept', error: describeException(error) }),
    clock,
  });

  async function handle(request: RouteRequest): Promise<RouteResult> {
    const route = routes.get(request.event.routeKey);
    if (route === undefined) throw new OperatorError('serverless.yml has a route that the function lacks');
    return route(request, await loadUseCases());
  }

  /** Reads as a sign-in does, so that the first one finds all of it there. */
  async function readNothing(): Promise<void> {
    const budget = createDatabaseTimeBudget(clock.elapsed);
    const user = readItem(database, settings.usersTable, { username: ofNobody }, budget);
    const counter = readItem(database, settings.attemptsTable, { counter: ofNobody }, budget);
    await Promise.all([user, counter]);
  }

  /** The result of any event but a warm-up, and the route that the log names. */
  async function answer(kind: Exclude<EventKind, { kind: 'warm_up' }>, parts: Parts): Promise<Answered> {
    if (kind.kind === 'other') {
      const error = new OperatorError(`The function was invoked with ${kind.name}, not with a request`);
      return { ...failedResult(error), route: 'none' };
    }
    const { event } = kind;
    const route = event.routeKey;
    try {
      return { ...(await handle({ event, clientAddress: clientAddress(event), ...parts })), route };
    } catch (error) {
      return { ...failedResult(error), route };
    }
  }

  async function respond(...[event, context]: Parameters<LambdaFunction>): Promise<HttpResponse> {
    const startedAt = performance.now();
    const kind = eventKindOf(event);
    if (kind.kind === 'warm_up') return noContentResponse();

    pool.requestStarts(clock.now());
    const parts = { budget: createDatabaseTimeBudget(clock.elapsed), trace: {} };
    const { response, ...answered } = await answer(kind, parts);
    pool.requestEnds(clock.now());
    const { level, fields } = requestLogLine({
      requestId: context?.awsRequestId ?? 'none',
      functionName: context?.functionName ?? 'none',
      status: response.statusCode ?? 500,
      ...answered,
      trace: parts.trace,
      databaseMs: Math.round(parts.budget.spentMs()),
      ms: msSince(startedAt),
    });
    log(level, fields);
    return settings.hstsIncludeSubDomains ? coverSubDomains(response) : response;
  }

  return Object.assign(respond, {
    async prepare() {
      await Promise.allSettled([loadUseCases(), readNothing(), readNothing()]);
      pool.requestEnds(clock.now());
    },
  });
}
