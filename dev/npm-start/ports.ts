/** The ports that a laptop listens on. */
import { createServer } from 'node:net';
import { exitWithSentence } from '../exit-with-sentence.ts';

/** Everything on a laptop listens here only. */
export const host = 'localhost';

/** Of the API, unless `--httpPort` says another. */
export const defaultHttpPort = 3000;

/** Of the embedded database, unless `DYNAMODB_PORT` says another. */
export const defaultDatabasePort = 8000;

/** The port in a setting or option called `name`, or the default. A bad one ends the process with a sentence. */
export function parsePort(value: unknown, defaultPort: number, name: string): number {
  // An empty value counts as not set, as for the function's settings.
  const port = Number(value || defaultPort);
  return Number.isInteger(port) && port >= 1 && port <= 65535
    ? port
    : exitWithSentence(`${name} has to be a port from 1 to 65535.`);
}

/** The port if it is free, or any free one for 0; null if something listens there. */
export function freePort(port: number): Promise<number | null> {
  return new Promise(resolve => {
    const probe = createServer();
    probe.once('error', () => resolve(null));
    probe.listen(port, host, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' ? (address?.port ?? null) : null));
    });
  });
}
