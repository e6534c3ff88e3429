/**
 * The database of a test: an embedded one, or an account of its own in another DynamoDB, if
 * `npm run test:other-dynamodb` says where that is.
 */
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inject } from 'vitest';
import { createTables, type EmbeddedDatabase, startDatabase } from '../../dev/embedded-dynamodb.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The endpoint of another DynamoDB that takes any signature. */
    otherDynamoDb?: string;
  }
}

/** Starts a database with the tables of the packaged template. */
export async function startTestDatabase(): Promise<EmbeddedDatabase> {
  const { Resources } = inject('template');
  const other = inject('otherDynamoDb');
  if (other === undefined) return startDatabase(Resources, { port: 0 });
  const database = await startAccount(other);
  await createTables(Resources, database.endpoint);
  return database;
}

/** Accounts are numbers of twelve digits that no other run has. */
let latestAccount = Math.floor(1e11 + Math.random() * 8e11);

/**
 * A proxy that makes all requests those of a new account, since databases keep apart what has another access key. When
 * it stops, its connections end and calls to it are refused, as those of the embedded database.
 */
async function startAccount(endpoint: string): Promise<EmbeddedDatabase> {
  latestAccount += 1;
  const account = String(latestAccount);
  const server = createServer((incoming, response) => {
    const { headers, method, url = '/' } = incoming;
    const authorization = headers.authorization?.replace(/Credential=[^/]+/, `Credential=${account}`);
    const forwarded = request(new URL(url, endpoint), { method, headers: { ...headers, authorization } });
    forwarded.on('response', answer => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    forwarded.on('error', () => response.destroy());
    response.on('close', () => forwarded.destroy());
    incoming.pipe(forwarded);
  });
  await new Promise<void>(resolve => {
    server.listen(0, 'localhost', resolve);
  });
  return {
    // A server that listens on a port has an address with one.
    endpoint: `http://localhost:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
