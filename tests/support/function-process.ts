/**
 * One instance of the function in a process of its own. `parallel-functions.ts` forks it with its settings in the
 * environment. It answers events over IPC, and reports what bcrypt was asked to compare.
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

/** The rate limit of accounts: the function's own, or one that is known to be wrong. */
export type Limit = 'exact' | 'naive';

/** bcrypt's work for one password of a request. */
export interface Comparison {
  /** The hash of the user; null if there is no user, and the work was done nevertheless. */
  readonly storedHash: string | null;
  readonly matches: boolean;
  /** When it began, by the slow clock. */
  readonly atEpochMs: number;
}

/** A message to the process: an event to answer. */
export interface Call {
  readonly id: number;
  readonly event: APIGatewayProxyEventV2;
  readonly limit: Limit;
}

/** A message from the process: the answer, and the comparisons that ended since the last message. */
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
  /** A call with a salt is the work for a name that does not exist. A call with a cost makes a new hash. */
  async hash(password: string, saltOrCost: string | number) {
    const atEpochMs = slowClock.now();
    const hash = await bcryptjs.hash(password, saltOrCost);
    if (typeof saltOrCost === 'string') comparisons.push({ storedHash: null, matches: false, atEpochMs });
    return hash;
  },
};

/** The function with a wrong limit, which reads, compares and then adds, for one account: it tests the tests. */
function createNaiveApi(parts: FunctionParts): LambdaFunction {
  const { rateLimit, attemptsTable } = parts.settings;
  const unlimited = { ...rateLimit, freeAttempts: 1_000_000 };
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
  // Errors explain a test that fails. A line for each call would be too many.
  log: (level, fields) => {
    if (level === 'error') writeLogLine(level, fields);
  },
  bcrypt: countingBcrypt,
};
const functions: Readonly<Record<Limit, LambdaFunction>> = {
  exact: createFunction(parts),
  naive: createNaiveApi(parts),
};

async function handle({ id, event, limit }: Call): Promise<void> {
  const answer = await functions[limit](event, {
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
