/**
 * One instance of the function, in a process of its own. `parallel-functions.ts` forks it with its settings in the environment;
 * it answers events over IPC and tells what bcrypt was asked to compare.
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import bcryptjs from 'bcryptjs';
import { errorResponse, type HttpResponse } from '../../handlers/http/response.ts';
import { createFunction, type FunctionParts, type LambdaFunction } from '../../handlers/lambda/function.ts';
import { writeLogLine } from '../../lib/observability/log-writer.ts';
import type { Bcrypt } from '../../lib/passwords/password-hasher.ts';
import { readSettings } from '../../lib/settings/parse-settings.ts';
import { relaxTimeouts, slowClock } from './clocks.ts';

/** What limits the guesses on accounts: the function's own limit, or one that is known to be wrong. */
export type Limit = 'exact' | 'naive';

/** bcrypt's work for one password that somebody sent. */
export interface Comparison {
  /** The user's; null where there was none, and the work was done all the same. */
  readonly storedHash: string | null;
  readonly matches: boolean;
  /** When it began, by the slow clock. */
  readonly atEpochMs: number;
}

/** What an instance is asked. */
export interface Call {
  readonly id: number;
  readonly event: APIGatewayProxyEventV2;
  readonly limit: Limit;
}

/** What it says: the answer, and the comparisons that ended since it last said something. */
export interface Reply {
  readonly id: number;
  readonly answer: HttpResponse;
  readonly comparisons: readonly Comparison[];
}

const comparisons: Comparison[] = [];

const countingBcrypt: Bcrypt = {
  ...bcryptjs,
  async compare(password: string, storedHash: string) {
    const atEpochMs = slowClock.now();
    const matches = await bcryptjs.compare(password, storedHash);
    comparisons.push({ storedHash, matches, atEpochMs });
    return matches;
  },
  /** With a salt it is the work for a name that does not exist, with a cost it makes a new hash. */
  async hash(password: string, saltOrCost: string | number) {
    const atEpochMs = slowClock.now();
    const hash = await bcryptjs.hash(password, saltOrCost);
    if (typeof saltOrCost === 'string') comparisons.push({ storedHash: null, matches: false, atEpochMs });
    return hash;
  },
};

/** The function with a limit that reads, compares and then adds, and knows one account: a test of the tests. */
function createNaiveApi(parts: FunctionParts): LambdaFunction {
  const { rateLimit, attemptsTable } = parts.settings;
  const unlimited = { ...rateLimit, freeAttempts: Number.MAX_SAFE_INTEGER };
  const api = createFunction({ ...parts, settings: { ...parts.settings, rateLimit: unlimited } });
  const database = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  const item = { TableName: attemptsTable, Key: { counter: 'naive' } };
  const read = new GetCommand({ ...item, ConsistentRead: true });
  const add = new UpdateCommand({
    ...item,
    UpdateExpression: 'ADD n :one',
    ExpressionAttributeValues: { ':one': 1 },
  });

  return async (event, context) => {
    const { Item } = await database.send(read);
    if (Number(Item?.['n'] ?? 0) >= rateLimit.freeAttempts) {
      return errorResponse('too_many_attempts', { retryAfterSeconds: 1 });
    }
    const answer = await api(event, context);
    if (answer.statusCode !== 200) await database.send(add);
    return answer;
  };
}

relaxTimeouts();
const parts: FunctionParts = {
  settings: readSettings(),
  clock: slowClock,
  // What explains a test that fails, and no line for each call.
  log: (level, fields) => {
    if (level === 'error') writeLogLine(level, fields);
  },
  bcrypt: countingBcrypt,
};
const apis: Readonly<Record<Limit, LambdaFunction>> = {
  exact: createFunction(parts),
  naive: createNaiveApi(parts),
};

async function handle({ id, event, limit }: Call): Promise<void> {
  const answer = await apis[limit](event, {
    awsRequestId: `request-${id}`,
    functionName: 'signin-test-auth',
  });
  const reply: Reply = { id, answer, comparisons: comparisons.splice(0) };
  process.send?.(reply);
}

// Only parallel-functions.ts sends messages here.
process.on('message', message => handle(message as Call));
process.once('disconnect', () => process.exit());
process.send?.('ready');
