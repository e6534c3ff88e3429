/** Connects to the embedded database of a running `npm start`. */
import { connect } from 'node:net';
import { isolateFromAws } from '../../dev/npm-start/isolate-from-aws.ts';
import { type LaptopDescription, readLaptopDescription } from '../../dev/npm-start/laptop-table.ts';
import { defaultDatabasePort, host } from '../../dev/npm-start/ports.ts';
import { UsageError } from '../usage-error.ts';
import type { Connection } from './connection.ts';
import { ConnectionFailure } from './connection-failure.ts';
import { nothingListens } from './nothing-listens.ts';
import { connectOperatorDatabase } from './operator-database.ts';
import { tellWritesNeverSent } from './writes-never-sent.ts';

/** The port that `npm start` uses with the same setting. */
function databasePort(): number {
  const port = Number(process.env['DYNAMODB_PORT'] || defaultDatabasePort);
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return port;
  throw new UsageError('DYNAMODB_PORT has to be a port from 1 to 65535.');
}

function isListening(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, host);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

async function readDescription(port: number, signal: AbortSignal): Promise<LaptopDescription | null> {
  try {
    return await readLaptopDescription(`http://${host}:${port}`, signal);
  } catch {
    if (signal.aborted) {
      throw new ConnectionFailure(
        `What listens on port ${port} does not answer: if npm start is stopped there (Ctrl-Z), let it go on with fg, or start it anew.`,
      );
    }
    // Something that speaks another protocol: what it said tells nothing more.
    return null;
  }
}

/** A busy laptop answers within a second. */
const answersWithinMs = 10_000;

/**
 * The laptop's database on `DYNAMODB_PORT`, or 8000. No AWS setting of the shell has an effect on it.
 * @throws {ConnectionFailure} if `npm start` does not run there, or does not answer
 */
export async function connectLaptop(timeoutMs = answersWithinMs): Promise<Connection> {
  const port = databasePort();
  if (!(await isListening(port))) throw new ConnectionFailure(nothingListens(port));
  isolateFromAws();
  const description = await readDescription(port, AbortSignal.timeout(timeoutMs));
  if (description === null) {
    throw new ConnectionFailure(
      `What listens on port ${port} is not the database of npm start: set DYNAMODB_PORT to its port, or start it anew.`,
    );
  }
  Object.assign(process.env, { AWS_ENDPOINT_URL_DYNAMODB: `http://${host}:${port}`, AWS_REGION: 'local' });
  const { database, budget } = connectOperatorDatabase();
  return {
    place: "the laptop's database",
    database,
    budget: tellWritesNeverSent(database.write, budget),
    settings: description.settings,
    logGroup: null,
    loadKeys: async () => description.keys,
  };
}
