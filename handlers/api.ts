/** The function as API Gateway calls it: wires the parts once, finds the route, and turns what escapes into an answer. */
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { connectDatabase, DatabaseUnavailable } from '../lib/dynamodb.ts';
import { createGuessingLimit } from '../lib/guessing-limit.ts';
import { loadKeys, SecretUnavailable } from '../lib/keys.ts';
import { describeError, type Log, type LogFields } from '../lib/log.ts';
import { type Bcrypt, createPasswords } from '../lib/passwords.ts';
import type { Clock } from '../lib/place.ts';
import { createSessions } from '../lib/sessions.ts';
import type { Settings } from '../lib/settings.ts';
import { createSignIn, type SignIn } from '../lib/signin.ts';
import { createTokenIssuer } from '../lib/tokens.ts';
import { createUsers } from '../lib/users.ts';
import { type Answer, refusal } from './response.ts';
import { type Handled, handleSignIn } from './signin.ts';

/** The function: it answers every event and never throws. */
export type Api = (event: APIGatewayProxyEventV2, context: Pick<Context, 'awsRequestId'>) => Promise<Answer>;

/** What an instance of the function is made of. */
export interface ApiParts {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly log: Log;
  /** bcryptjs, unless somebody counts its work. */
  readonly bcrypt?: Bcrypt;
}

/** What the routes do, wired once the keys are there. */
interface Decisions {
  readonly signIn: SignIn;
}

type Route = (event: APIGatewayProxyEventV2, decisions: Decisions) => Promise<Handled>;

/** By the `routeKey` of the event; `serverless.yml` has the same list. */
const routes = new Map<string, Route>([
  ['POST /api/auth/signin', (event, { signIn }) => handleSignIn(event, signIn)],
]);

/** Makes the function. Keys are loaded at the first request; where that fails, the next request tries again. */
export function createApi({ settings, clock, log, bcrypt }: ApiParts): Api {
  const database = connectDatabase();
  let decisions: Promise<Decisions> | null = null;

  async function wire(): Promise<Decisions> {
    const keys = await loadKeys(settings.jwtSecret);
    return {
      signIn: createSignIn({
        users: createUsers(database, settings.usersTable),
        sessions: createSessions(database, settings.sessionsTable, settings.session),
        guessingLimit: createGuessingLimit(
          database,
          settings.attemptsTable,
          settings.guessing,
          keys.counters,
          clock,
        ),
        passwords: createPasswords(settings.bcryptCost, bcrypt),
        issueToken: createTokenIssuer(keys.tokens, settings.jwtIssuer),
        clock,
      }),
    };
  }

  async function answer(event: APIGatewayProxyEventV2): Promise<Handled & { readonly error?: string }> {
    try {
      const route = routes.get(event.routeKey);
      if (route === undefined) throw new Error('serverless.yml has a route that handlers/api.ts lacks');
      decisions ??= wire();
      return await route(event, await decisions.catch(forget));
    } catch (error) {
      const isPassing = error instanceof DatabaseUnavailable || error instanceof SecretUnavailable;
      const code = isPassing ? 'temporarily_unavailable' : 'internal_error';
      return { answer: refusal(code), outcome: code, error: describeError(error) };
    }
  }

  /** A failure to load the keys is not kept. */
  function forget(error: unknown): never {
    decisions = null;
    throw error;
  }

  return async (event, context) => {
    const startedAt = performance.now();
    const { answer: response, ...told } = await answer(event);
    const fields: LogFields = {
      request_id: context.awsRequestId,
      route: event.routeKey,
      status: response.statusCode,
      ms: Math.round(performance.now() - startedAt),
      ...told,
    };
    log((response.statusCode ?? 500) >= 500 ? 'error' : 'info', fields);
    return response;
  };
}
