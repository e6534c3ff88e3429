/** A site of its own, on a free port. */
import { once } from 'node:events';
import { createServer } from 'node:http';

/** A site that is running. */
export interface Site {
  /** The origin under a host name of this machine: browsers take each `*.localhost` for it. */
  origin(host: string): string;
  stop(): Promise<void>;
}

/** Serves an empty page under each path. */
export async function startSite(): Promise<Site> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><title>page</title>');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  return {
    origin: host => `http://${host}:${address.port}`,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
