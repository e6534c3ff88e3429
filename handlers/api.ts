/** The function as API Gateway calls it: wires the parts once, finds the route, and turns what escapes into an answer. */
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { connectDatabase, DatabaseUnavailable } from '../lib/dynamodb.ts';
import { OperatorError } from '../lib/exceptions.ts';
import { createGuessingLimit } from '../lib/guessing-limit.ts';
import { loadKeys, SecretUnavailable } from '../lib/keys.ts';
import { describeError, type Log } from '../lib/log.ts';
import { type Bcrypt, createPasswords } from '../lib/passwords.ts';
import type { Clock } from '../lib/place.ts';
import { createPseudonyms } from '../lib/pseudonyms.ts';
import { createSessions } from '../lib/sessions.ts';
import type { Settings } from '../lib/settings.ts';
import { createSignIn, type SignIn } from '../lib/signin.ts';
import { createTokenIssuer } from '../lib/tokens.ts';
import { msSince, type Trace } from '../lib/trace.ts';
import { createUsers } from '../lib/users.ts';
import type { Call, Handled } from './call.ts';
import { type Answer, refusal } from './response.ts';
import { handleSignIn } from './signin.ts';
import { createSourceAddress } from './source-address.ts';

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

type Route = (call: Call, decisions: Decisions) => Promise<Handled>;

/** By the `routeKey` of the event; `serverless.yml` has the same list. */
const routes = new Map<string, Route>([
  ['POST /api/auth/signin', (call, { signIn }) => handleSignIn(call, signIn)],
]);

/** Makes the function. Keys are loaded at the first request; where that fails, the next request tries again. */
export function createApi({ settings, clock, log, bcrypt }: ApiParts): Api {
  const database = connectDatabase();
  const sourceAddress = createSourceAddress(settings.trustedProxy);
  let decisions: Promise<Decisions> | null = null;

  async function wire(): Promise<Decisions> {
    const keys = await loadKeys(settings.jwtSecret);
    const pseudonym = createPseudonyms(keys.pseudonyms);
    return {
      signIn: createSignIn({
        users: createUsers(database, settings.usersTable),
        sessions: createSessions(database, settings.sessionsTable, settings.session),
        guessingLimit: createGuessingLimit(
          database,
          settings.attemptsTable,
          settings.guessing,
          pseudonym,
          clock,
        ),
        passwords: createPasswords(settings.bcryptCost, bcrypt),
        issueToken: createTokenIssuer(keys.tokens, settings.jwtIssuer),
        nameInLog: settings.logPlainNames ? name => name : pseudonym,
        clock,
      }),
    };
  }

  async function handle(call: Call): Promise<Handled & { readonly error?: string }> {
    try {
      const route = routes.get(call.event.routeKey);
      if (route === undefined)
        throw new OperatorError('serverless.yml has a route that handlers/api.ts lacks');
      decisions ??= wire();
      return await route(call, await decisions.catch(forget));
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
    const trace: Trace = {};
    const { answer, ...told } = await handle({ event, sourceAddress: sourceAddress(event), trace });
    log((answer.statusCode ?? 500) >= 500 ? 'error' : 'info', {
      request_id: context.awsRequestId,
      route: event.routeKey,
      status: answer.statusCode,
      ...told,
      ...trace,
      ms: msSince(startedAt),
    });
    return answer;
  };
}
