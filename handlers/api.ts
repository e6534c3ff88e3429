/** The function as API Gateway calls it: finds the route, and turns what escapes into an answer and a line in the log. */
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { createDatabaseTime } from '../lib/database-time.ts';
import { connectDatabase, DatabaseUnavailable } from '../lib/dynamodb.ts';
import { OperatorError } from '../lib/exceptions.ts';
import { loadKeys, SecretUnavailable } from '../lib/keys.ts';
import { describeError, type Log } from '../lib/log.ts';
import { metricsOf } from '../lib/metrics.ts';
import type { Bcrypt } from '../lib/passwords.ts';
import type { Clock } from '../lib/place.ts';
import type { Settings } from '../lib/settings.ts';
import { msSince } from '../lib/trace.ts';
import type { Call, Handled } from './call.ts';
import { wireDecisions } from './decisions.ts';
import { type Answer, refusal } from './response.ts';
import { type Decisions, routes } from './routes.ts';
import { createSourceAddress } from './source-address.ts';

/** The function: it answers every event and never throws. */
export type Api = (
  event: APIGatewayProxyEventV2,
  context: Pick<Context, 'awsRequestId' | 'functionName'>,
) => Promise<Answer>;

/** What an instance of the function is made of. */
export interface ApiParts {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly log: Log;
  /** bcryptjs, unless somebody counts its work. */
  readonly bcrypt?: Bcrypt;
}

/** Makes the function. Keys are loaded at the first request; where that fails, the next request tries again. */
export function createApi({ settings, clock, log, bcrypt }: ApiParts): Api {
  const database = connectDatabase();
  const sourceAddress = createSourceAddress(settings.trustedProxy);
  let decisions: Promise<Decisions> | null = null;

  async function wire(): Promise<Decisions> {
    return wireDecisions(settings, database, await loadKeys(settings.jwtSecret), clock, bcrypt);
  }

  /** A failure to load the keys is not kept. */
  function forget(error: unknown): never {
    decisions = null;
    throw error;
  }

  async function handle(call: Call): Promise<Handled & { readonly error?: string }> {
    try {
      const route = routes.get(call.event.routeKey);
      if (route === undefined) throw new OperatorError('serverless.yml has a route that the function lacks');
      decisions ??= wire();
      return await route(call, await decisions.catch(forget));
    } catch (error) {
      const isPassing = error instanceof DatabaseUnavailable || error instanceof SecretUnavailable;
      const code = isPassing ? 'temporarily_unavailable' : 'internal_error';
      return { answer: refusal(code), outcome: code, error: describeError(error) };
    }
  }

  return async (event, context) => {
    const startedAt = performance.now();
    const time = createDatabaseTime(clock.now);
    const call: Call = { event, sourceAddress: sourceAddress(event), time, trace: {} };
    const { answer, ...told } = await handle(call);
    const [ms, databaseMs] = [msSince(startedAt), Math.round(time.spentMs())];
    log((answer.statusCode ?? 500) >= 500 ? 'error' : 'info', {
      request_id: context.awsRequestId,
      route: event.routeKey,
      status: answer.statusCode,
      ...told,
      ...call.trace,
      database_ms: databaseMs,
      ms,
      ...metricsOf(context.functionName, {
        outcome: told.outcome,
        ms,
        databaseMs,
        hashMs: call.trace.hash_ms,
      }),
    });
    return answer;
  };
}
