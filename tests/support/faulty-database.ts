/**
 * A proxy in front of an embedded DynamoDB that records the calls of each function, and makes those fail that a test
 * chooses. One proxy serves many functions side by side: it tells them apart by a prefix of their tables' names, which
 * it takes off.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json, text } from 'node:stream/consumers';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import type { EmbeddedDatabase } from '../../dev/embedded-dynamodb.ts';
import { startTestDatabase } from './test-database.ts';
import { tables } from './test-function.ts';

/** One call as it came in; a repeat of the SDK is a call of its own. */
export interface DatabaseCall {
  readonly operation: string;
  /** Several are joined by `+`. */
  readonly table: string;
  /** Operation, table and expression: what tells the calls of one sign-in apart, and their repeats together. */
  readonly identity: string;
  /** Whether a read is strongly consistent. */
  readonly isConsistent: boolean;
  /** How many items a read asks for. */
  readonly items: number;
  /** Key of the item, if the call names one. */
  readonly key: string | undefined;
  /** When it came in, by `performance.now`. */
  readonly atMs: number;
  /** When its response was no longer held back. */
  releasedAtMs?: number;
}

/** The identity of what a sign-in reads first: the counters; from a device that is shown, the user too. */
export const readOfCounters = `BatchGetItem ${tables.ATTEMPTS_TABLE} `;
export const readOfDevice = `BatchGetItem ${tables.ATTEMPTS_TABLE}+${tables.USERS_TABLE} `;

/** What happens to a call: it makes the response, and can forward the call to the database. */
export type Fault = (
  response: ServerResponse,
  forward: () => Promise<DatabaseAnswer>,
) => Promise<void> | void;

/** Which calls fail: the first one of an identity, that one and its repeats, or all calls after it too. */
export type Reach = 'once' | 'with its repeats' | 'and all that follow';

/** A fault, and the calls that it happens to. */
export interface PlannedFault {
  readonly fault: Fault;
  readonly identity: string;
  readonly reach: Reach;
}

interface DatabaseAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The calls of one function so far, and the fault that a test plans for the next ones. */
export interface DatabaseConnection {
  /** Names of tables, as settings of the function. */
  readonly settings: Readonly<Record<string, string>>;
  readonly calls: DatabaseCall[];
  plannedFault: PlannedFault | null;
  /** How long each response is held back, so that calls of one round trip come in before any of them is answered. */
  distanceMs: number;
}

/** A database to start functions on. */
export interface FaultyDatabase extends EmbeddedDatabase {
  /** A connection for one function, to be started with its `settings`. */
  connect(): DatabaseConnection;
  /**
   * Returns when no call of a function is under way or can still be repeated: the SDK goes on for a moment after a
   * function has answered.
   */
  idle(): Promise<void>;
}

/** Longer than the function waits for an answer. */
const tooLateMs = 1200;

/** Longer than the SDK waits before it repeats a call. */
const quietMs = 1500;

const dynamoJson = { 'content-type': 'application/x-amz-json-1.0' };

function send(response: ServerResponse, { status, headers, body }: DatabaseAnswer): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
}

const cut = (response: ServerResponse) => {
  response.socket?.destroy();
};

/** A response that the proxy makes itself. The call is not forwarded. */
const instead =
  (status: number, headers: Record<string, string>, body: string): Fault =>
  response =>
    send(response, { status, headers, body });

/** DynamoDB says no. */
export const failure = (status: number, name: string): Fault =>
  instead(
    status,
    dynamoJson,
    JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'no' }),
  );

/** The head and half of the body of the database's answer. */
function sendHalf(response: ServerResponse, { status, headers, body }: DatabaseAnswer): Promise<void> {
  const whole = Buffer.from(body);
  response.writeHead(status, { ...headers, 'content-length': whole.length });
  return new Promise(resolve => {
    response.write(whole.subarray(0, Math.floor(whole.length / 2)), () => resolve());
  });
}

/** Every kind of fault, by what the function sees of it. */
export const faults = {
  'done and answered too late': async (response, forward) => {
    await pause(tooLateMs);
    send(response, await forward());
  },
  'never answered': () => {},
  'cut before it was done': cut,
  'cut after it was done': async (response, forward) => {
    await forward();
    cut(response);
  },
  'cut within the answer': async (response, forward) => {
    await sendHalf(response, await forward());
    cut(response);
  },
  'stalled within the answer': async (response, forward) => {
    await sendHalf(response, await forward());
  },
  InternalServerError: failure(500, 'InternalServerError'),
  ProvisionedThroughputExceededException: failure(400, 'ProvisionedThroughputExceededException'),
  ThrottlingException: failure(400, 'ThrottlingException'),
  'answered with JSON that ends early': async (response, forward) => {
    const answer = await forward();
    send(response, { ...answer, body: answer.body.slice(0, -1) });
  },
  'answered with no JSON': instead(200, dynamoJson, 'garbage'),
  'answered with nothing': instead(200, {}, ''),
  'answered with a web page': instead(
    200,
    { 'content-type': 'text/html' },
    '<!doctype html><title>hi</title>',
  ),
  'answered with a web page of a gateway': instead(
    502,
    { 'content-type': 'text/html' },
    '<h1>Bad gateway</h1>',
  ),
} satisfies Readonly<Record<string, Fault>>;

/** Forwards the call, and changes nothing. */
export const noFault: Fault = async (response, forward) => send(response, await forward());

/** Forwards the call, and changes what the database answers. */
export const withAnswer =
  (changed: (body: string) => string): Fault =>
  async (response, forward) => {
    const { headers, ...answer } = await forward();
    const { 'x-amz-crc32': _, ...kept } = headers;
    send(response, { ...answer, headers: kept, body: changed(answer.body) });
  };

/** The response of an index that does not show the session of this token yet. */
export const indexWithoutSession = (sessionToken: string): Fault =>
  withAnswer(body => {
    const key = createHash('sha256').update(sessionToken).digest('hex');
    // The shape of a query's answer; the proxy forwards it unchecked.
    const page = JSON.parse(body) as { Items: { token_hash: { S: string } }[] };
    const Items = page.Items.filter(({ token_hash: { S } }) => S !== key);
    return JSON.stringify({ ...page, Items });
  });

/** Forwards the call after something else has happened. That has to be done before the function gives up. */
export const heldUntilAfter =
  (something: () => Promise<unknown>): Fault =>
  async (response, forward) => {
    await something();
    send(response, await forward());
  };

interface KeysOfTable {
  readonly Keys: readonly unknown[];
  readonly ConsistentRead?: boolean;
}

/** The parts of a request's body that matter here. */
interface RequestBody {
  readonly TableName?: string;
  readonly UpdateExpression?: string;
  readonly ConsistentRead?: boolean;
  readonly Key?: Readonly<Record<string, { readonly S: string }>>;
  readonly RequestItems?: Readonly<Record<string, KeysOfTable>>;
}

/** The prefix of the names of a request's tables, the names without it, and what the request says with these. */
function withoutPrefix(sent: RequestBody) {
  const { TableName, RequestItems = {} } = sent;
  const names = TableName === undefined ? Object.keys(RequestItems) : [TableName];
  const prefix = /^\w+\./.exec(names[0] ?? '')?.[0] ?? '';
  const bare = (name: string) => name.slice(prefix.length);
  const named = Object.entries(RequestItems).map(([name, keys]) => [bare(name), keys]);
  const body: RequestBody =
    TableName === undefined
      ? { ...sent, RequestItems: Object.fromEntries(named) }
      : { ...sent, TableName: bare(TableName) };
  return { prefix, tables: names.map(bare), body };
}

/** The answer to a read of several tables, with the names that the request has. */
function withPrefix(answer: DatabaseAnswer, prefix: string): DatabaseAnswer {
  const { 'x-amz-crc32': _, ...headers } = answer.headers;
  const { Responses, ...rest } = JSON.parse(answer.body) as { Responses?: Record<string, unknown> };
  if (Responses === undefined) return answer;
  const named = Object.entries(Responses).map(([name, items]) => [`${prefix}${name}`, items]);
  return { ...answer, headers, body: JSON.stringify({ ...rest, Responses: Object.fromEntries(named) }) };
}

/** As many as a call takes through the sockets of this process. */
const turnsOfOneCall = 50;

/** For this time, and until calls that are on their way have come in: on a busy machine they are later than the time. */
async function holdBack(ms: number): Promise<void> {
  await pause(ms);
  for (let turn = 0; turn < turnsOfOneCall; turn++) await nextTurn();
}

/** Starts an embedded database and the proxy in front of it. */
export async function startFaultyDatabase(): Promise<FaultyDatabase> {
  const database = await startTestDatabase();
  const agent = new Agent({ keepAlive: true });
  const connections = new Map<string, DatabaseConnection>();
  const underWay = new Set<Promise<void>>();
  let latestCallAt = 0;

  const forward = async (incoming: IncomingMessage, body: RequestBody): Promise<DatabaseAnswer> => {
    const { host: _, connection: __, 'content-length': ___, ...headers } = incoming.headers;
    const sendOver = async (connections: Agent | false): Promise<IncomingMessage> => {
      const forwarded = request(database.endpoint, { method: 'POST', agent: connections, headers });
      forwarded.end(JSON.stringify(body));
      try {
        const [answer] = (await once(forwarded, 'response')) as [IncomingMessage];
        return answer;
      } catch (error) {
        if (!forwarded.reusedSocket) throw error;
        // On a busy machine the database ends an idle connection at the moment that it is used again, and sees no call.
        return sendOver(false);
      }
    };
    const answer = await sendOver(agent);
    const kept = ['content-type', 'x-amzn-requestid', 'x-amz-crc32'];
    return {
      status: answer.statusCode ?? 502,
      headers: Object.fromEntries(kept.map(name => [name, String(answer.headers[name] ?? '')])),
      body: await text(answer),
    };
  };

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    // What the SDK sends to DynamoDB is a JSON object; all operations used here name a table.
    const sent = (await json(incoming)) as RequestBody;
    const { prefix, tables: named, body } = withoutPrefix(sent);
    const operation = String(incoming.headers['x-amz-target']).replace(/.*\./, '');
    const done = async () => withPrefix(await forward(incoming, body), prefix);

    const connection = connections.get(prefix);
    const reads = Object.values(sent.RequestItems ?? { _: { ...sent, Keys: [sent.Key] } });
    const call: DatabaseCall = {
      operation,
      table: named.map(name => name.replace(/.*-/, '')).join('+'),
      identity: [operation, named.join('+'), sent.UpdateExpression].join(' '),
      isConsistent: reads.every(({ ConsistentRead }) => ConsistentRead === true),
      items: reads.flatMap(({ Keys }) => Keys).length,
      key: Object.values(sent.Key ?? {})[0]?.S,
      atMs: performance.now(),
    };
    if (connection !== undefined) {
      connection.calls.push(call);
      latestCallAt = call.atMs;
    }
    const fault = connection === undefined ? null : faultFor(connection, call);
    const { distanceMs = 0 } = connection ?? {};
    if (distanceMs > 0) await holdBack(distanceMs);
    call.releasedAtMs = performance.now();
    if (fault === null) send(response, await done());
    else await fault(response, done);
  }

  const server = createServer((incoming, response) => {
    // A function that gave up has closed the connection, so what the proxy still sends is lost.
    const handled = handle(incoming, response)
      // Otherwise a client without a time-out would wait for ever.
      .catch(() => cut(response))
      .finally(() => underWay.delete(handled));
    underWay.add(handled);
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });

  return {
    // A server that listens on a port has an address with one.
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connect() {
      const prefix = `f${connections.size}.`;
      const settings = Object.fromEntries(
        Object.entries(tables).map(([setting, table]) => [setting, `${prefix}${table}`]),
      );
      const connection: DatabaseConnection = { settings, calls: [], plannedFault: null, distanceMs: 0 };
      connections.set(prefix, connection);
      return connection;
    },
    async idle() {
      while (underWay.size > 0 || performance.now() - latestCallAt < quietMs) await pause(50);
    },
    async stop() {
      server.close();
      server.closeAllConnections();
      agent.destroy();
      await database.stop();
    },
  };
}

/** The fault that the latest call of a connection meets; null if it meets none. */
function faultFor({ calls, plannedFault }: DatabaseConnection, call: DatabaseCall): Fault | null {
  if (plannedFault === null) return null;
  const struck = calls.filter(({ identity }) => identity === plannedFault.identity).length;
  const isIt = call.identity === plannedFault.identity;
  const strikes = {
    once: isIt && struck === 1,
    'with its repeats': isIt,
    'and all that follow': struck > 0,
  };
  return strikes[plannedFault.reach] ? plannedFault.fault : null;
}
