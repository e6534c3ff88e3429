/** The function on an embedded database of its own, called as API Gateway calls it. */
import { randomBytes } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateScan,
} from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { type EmbeddedDatabase, localCredentials } from '../../dev/embedded-dynamodb.ts';
import { createFunction, type FunctionParts } from '../../handlers/lambda/function.ts';
import type { LogFields } from '../../lib/observability/log-writer.ts';
import { parseSettings } from '../../lib/settings/parse-settings.ts';
import { canonicalUsername } from '../../lib/users/canonical-username.ts';
import { createVirtualClock, type VirtualClock } from './clocks.ts';
import { startTestDatabase } from './test-database.ts';

/** An answer, its body parsed. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Readonly<Record<string, unknown>>;
  readonly cookies?: readonly string[];
}

/** A function to call, and access to its database. */
export interface TestFunction {
  call(event: APIGatewayProxyEventV2): Promise<Reply>;
  readonly clock: VirtualClock;
  readonly log: LogFields[];
  readonly secret: string;
  putUser(user: { readonly username: string } & Record<string, unknown>): Promise<void>;
  /** A row of the users table as it is, also under a name that is not canonical. */
  putRow(row: Record<string, unknown>): Promise<void>;
  removeUser(username: string): Promise<void>;
  user(username: string): Promise<Record<string, unknown> | undefined>;
  sessions(): Promise<Record<string, unknown>[]>;
  putSession(item: Record<string, unknown>): Promise<void>;
  attempts(): Promise<Record<string, unknown>[]>;
  /** Stops the database. From then on no call to it is answered. */
  stopDatabase(): Promise<void>;
  stop(): Promise<void>;
}

/** Table names of the tests. */
export const tables = {
  USERS_TABLE: 'signin-staging-users',
  SESSIONS_TABLE: 'signin-staging-sessions',
  ATTEMPTS_TABLE: 'signin-staging-attempts',
};

/** The SDK's own settings come from the environment, in the function as here. */
function pointSdkAt(endpoint: string): void {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
    AWS_REGION: 'local',
  });
}

/**
 * Parts of the function or a running database that a test provides. If it provides a clock, `TestFunction.clock` is
 * unused.
 */
export interface OwnParts extends Partial<Pick<FunctionParts, 'log' | 'bcrypt' | 'clock'>> {
  readonly database?: EmbeddedDatabase;
}

/** Starts a function and its database. Password hashes cost 10, the lowest cost that the settings accept. */
export async function startFunction(
  settings: Record<string, string> = {},
  { database: running, ...parts }: OwnParts = {},
): Promise<TestFunction> {
  const database = running ?? (await startTestDatabase());
  pointSdkAt(database.endpoint);
  const secret = randomBytes(48).toString('base64');
  const clock = createVirtualClock();
  const log: LogFields[] = [];
  const api = createFunction({
    settings: parseSettings({ ...tables, JWT_SECRET: secret, BCRYPT_COST: '10', ...settings }),
    clock,
    log: (_level, fields) => log.push(fields),
    ...parts,
  });
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  const all = async (table: string) => {
    const items: Record<string, unknown>[] = [];
    for await (const { Items } of paginateScan({ client }, { TableName: table }))
      items.push(...(Items ?? []));
    return items;
  };

  return {
    async call(event) {
      const answer = await api(event, { awsRequestId: 'request-1', functionName: 'signin-test-auth' });
      return {
        status: answer.statusCode ?? 0,
        headers: answer.headers ?? {},
        ...(answer.cookies === undefined ? {} : { cookies: answer.cookies }),
        body: answer.body === undefined ? {} : JSON.parse(answer.body),
      };
    },
    clock,
    log,
    secret,
    async putUser(user) {
      const Item = { activated: true, ...user, username: canonicalUsername(user.username) };
      await client.send(new PutCommand({ TableName: tables.USERS_TABLE, Item }));
    },
    async putRow(row) {
      await client.send(new PutCommand({ TableName: tables.USERS_TABLE, Item: row }));
    },
    async removeUser(username) {
      const Key = { username: canonicalUsername(username) };
      await client.send(new DeleteCommand({ TableName: tables.USERS_TABLE, Key }));
    },
    async user(username) {
      const key = { username: canonicalUsername(username) };
      return (await client.send(new GetCommand({ TableName: tables.USERS_TABLE, Key: key }))).Item;
    },
    sessions: () => all(tables.SESSIONS_TABLE),
    async putSession(item) {
      await client.send(new PutCommand({ TableName: tables.SESSIONS_TABLE, Item: item }));
    },
    attempts: () => all(tables.ATTEMPTS_TABLE),
    stopDatabase: database.stop,
    /** A database that the test provided is stopped by the test. */
    async stop() {
      client.destroy();
      if (running === undefined) await database.stop();
    },
  };
}
