/** Nothing listens on the port of the laptop's database: `npm start` does not run, or has ended while a command did. */

/** For people: what is wrong and what to do. */
export const nothingListens = (port: number): string =>
  `Nothing listens on port ${port}: run npm start in another terminal (with the same DYNAMODB_PORT, if you set one), or name a deployed stage with --stage.`;

/** Of `localhost`. No service of AWS is there. */
const loopback: readonly unknown[] = ['127.0.0.1', '::1'];

/** The laptop's port that refused a connection, found among what an exception consists of and its causes; null if none did. */
export function portThatRefused(error: unknown): number | null {
  if (!(error instanceof Error)) return null;
  if ('code' in error && error.code === 'ECONNREFUSED' && 'address' in error && 'port' in error) {
    return loopback.includes(error.address) ? Number(error.port) : null;
  }
  // Node tries all addresses of a host, and tells the reasons one by one.
  const inside: readonly unknown[] = error instanceof AggregateError ? error.errors : [];
  for (const one of [...inside, error.cause]) {
    const port = portThatRefused(one);
    if (port !== null) return port;
  }
  return null;
}
