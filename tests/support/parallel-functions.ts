/** Several instances of the function in parallel, each in a process of its own, on one embedded database. */
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { localCredentials } from '../../dev/embedded-dynamodb.ts';
import type { HttpResponse } from '../../handlers/http/response.ts';
import type { Call, Comparison, Limit, Reply } from './function-process.ts';
import { startTestDatabase } from './test-database.ts';

/** The running instances. */
export interface ParallelFunctions {
  /** Makes all calls at the same time, spread over the instances. */
  call(events: readonly APIGatewayProxyEventV2[], limit?: Limit): Promise<HttpResponse[]>;
  /**
   * The comparisons with this hash, in the order in which they began. They are complete when the calls have returned.
   */
  comparisonsWith(storedHash: string | null): Comparison[];
  /** Adds a user who is activated. The name has to be canonical. */
  putUser(user: { readonly username: string } & Record<string, unknown>): Promise<void>;
  stop(): Promise<void>;
}

/** One instance: a forked `function-process.ts`. */
interface FunctionProcess {
  call(event: APIGatewayProxyEventV2, limit: Limit): Promise<Reply>;
  stop(): Promise<void>;
}

/** Table names of the tests. */
const tables = {
  USERS_TABLE: 'signin-staging-users',
  SESSIONS_TABLE: 'signin-staging-sessions',
  ATTEMPTS_TABLE: 'signin-staging-attempts',
};

const region = 'local';

async function startFunctionProcess(
  environment: Record<string, string>,
  onComparisons: (comparisons: readonly Comparison[]) => void,
): Promise<FunctionProcess> {
  // Without the flags and the environment of the test runner.
  const child = fork('tests/support/function-process.ts', { env: environment, execArgv: [] });
  const ended = once(child, 'exit');
  const waiting = new Map<number, PromiseWithResolvers<Reply>>();
  child.once('exit', code => {
    for (const { reject } of waiting.values()) reject(new Error(`an instance ended with ${code}`));
  });
  const [first] = await Promise.race([once(child, 'message'), ended]);
  if (first !== 'ready') throw new Error(`an instance ended with ${first} before its first call`);
  child.on('message', message => {
    // Only function-process.ts sends messages here.
    const reply = message as Reply;
    onComparisons(reply.comparisons);
    waiting.get(reply.id)?.resolve(reply);
    waiting.delete(reply.id);
  });

  let calls = 0;
  return {
    call(event, limit) {
      calls += 1;
      const call: Call = { id: calls, event, limit };
      const reply = Promise.withResolvers<Reply>();
      waiting.set(call.id, reply);
      child.send(call);
      return reply.promise;
    },
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

/** Starts a number of instances and their database. The limit of networks is out of reach. */
export async function startParallelFunctions(count: number): Promise<ParallelFunctions> {
  const { endpoint, stop: stopDatabase } = await startTestDatabase();
  const { NODE_COMPILE_CACHE = '' } = process.env;
  const environment = {
    ...tables,
    NODE_COMPILE_CACHE,
    JWT_SECRET: randomBytes(48).toString('base64'),
    BCRYPT_COST: '10',
    NETWORK_MAX_ATTEMPTS: '1000000',
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
    AWS_REGION: region,
  };
  const comparisons: Comparison[] = [];
  const start = () => startFunctionProcess(environment, made => comparisons.push(...made));
  const instances = await Promise.all(Array.from({ length: count }, start));
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({ endpoint, region, credentials: localCredentials }),
  );

  return {
    async call(events, limit = 'exact') {
      const shareOf = (nth: number) => events.filter((_, i) => i % count === nth);
      const replies = await Promise.all(
        instances.flatMap((instance, nth) => shareOf(nth).map(event => instance.call(event, limit))),
      );
      return replies.map(reply => reply.answer);
    },
    comparisonsWith: storedHash =>
      comparisons
        .filter(comparison => comparison.storedHash === storedHash)
        .toSorted((one, other) => one.atEpochMs - other.atEpochMs),
    async putUser(user) {
      const Item = { activated: true, ...user };
      await client.send(new PutCommand({ TableName: tables.USERS_TABLE, Item }));
    },
    async stop() {
      client.destroy();
      await Promise.all(instances.map(instance => instance.stop()));
      await stopDatabase();
    },
  };
}
