/** The embedded DynamoDB of a laptop and of the tests, with the tables that `serverless.yml` describes. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
  DynamoDBServiceException,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';

/** CloudFormation resources by logical id. */
export type Resources = Readonly<Record<string, { readonly Type: string; readonly Properties?: unknown }>>;

/** A running database. */
export interface EmbeddedDatabase {
  readonly endpoint: string;
  /** Ends it; once more does no harm. */
  stop(): Promise<void>;
}

/** Where the database listens and keeps its data. */
export interface EmbeddedDatabaseOptions {
  /** 0: a free one. */
  readonly port: number;
  /** A folder to keep the data in; in memory without. */
  readonly folder?: string;
}

/** What an SDK needs to talk to the embedded database. */
export const localCredentials = { accessKeyId: 'local', secretAccessKey: 'local' };

/**
 * Starts a database with the tables among the resources.
 * @throws if the port is taken (`EADDRINUSE`)
 */
export async function startDatabase(
  resources: Resources,
  { port, folder }: EmbeddedDatabaseOptions,
): Promise<EmbeddedDatabase> {
  const server = dynalite({ createTableMs: 0, ...(folder === undefined ? {} : { path: folder }) });
  refusePages(server);
  // It must not keep a process alive that has nothing else to do, or has failed.
  server.unref().on('connection', socket => socket.unref());
  await listen(server, port);
  // A server that listens on a port has an address with one.
  const endpoint = `http://localhost:${(server.address() as AddressInfo).port}`;
  await createTables(resources, endpoint);
  return { endpoint, stop: () => stop(server) };
}

/**
 * dynalite lets pages of every origin read and write, so a page that the developer visits could take the table along. A
 * browser sends `Origin` with each POST (Fetch standard, section 3.1), and no SDK does.
 */
function refusePages(server: Server): void {
  const listeners = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    if (request.headers.origin === undefined) {
      for (const listener of listeners) listener.call(server, request, response);
    } else response.writeHead(403).end('No page of a browser may use this database.\n');
  });
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, 'localhost', resolve);
  });
}

function stop(server: Server): Promise<void> {
  if (!server.listening) return Promise.resolve();
  return new Promise((resolve, reject) => {
    // dynalite calls back with null where Node does with undefined.
    server.close(error => (error instanceof Error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}

/** Makes the tables among the resources in the database there, where they do not exist. */
export async function createTables(resources: Resources, endpoint: string): Promise<void> {
  const client = new DynamoDBClient({ endpoint, region: 'local', credentials: localCredentials });
  const tables = Object.values(resources).filter(resource => resource.Type === 'AWS::DynamoDB::Table');
  try {
    for (const { Properties } of tables) {
      await createTable(client, Properties as CreateTableCommandInput);
    }
  } finally {
    client.destroy();
  }
}

const lookEveryMs = 5;

/**
 * Creates a table if it is not there yet, and waits until it can be used. CloudFormation and the API name a table's
 * properties alike; the embedded database takes these.
 */
export async function createTable(
  client: DynamoDBClient,
  properties: CreateTableCommandInput,
): Promise<void> {
  const { TableName, BillingMode, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = properties;
  try {
    await client.send(
      new CreateTableCommand({
        TableName,
        BillingMode,
        AttributeDefinitions,
        KeySchema,
        GlobalSecondaryIndexes,
      }),
    );
  } catch (error) {
    // A folder that is kept has its tables already.
    const exists = error instanceof DynamoDBServiceException && error.name === 'ResourceInUseException';
    if (!exists) throw error;
  }
  const describe = new DescribeTableCommand({ TableName });
  while ((await client.send(describe)).Table?.TableStatus !== 'ACTIVE') await pause(lookEveryMs);
}
