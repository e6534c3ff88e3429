/** A TCP proxy in front of a database. A test can break its open connections. */
import { connect, createServer, type Socket } from 'node:net';

/** How connections break: the next byte on them is answered with a reset, or with nothing. */
export type Death = 'reset' | 'silence';

/** The proxy. */
export interface BreakableConnections {
  readonly endpoint: string;
  /** How many connections are open and alive. */
  alive(): number;
  /** How many connections were used after they had broken. */
  usedDead(): number;
  /** Breaks all connections that are open now. */
  die(death: Death): void;
  stop(): Promise<void>;
}

/** Starts a proxy in front of an endpoint. */
export async function startBreakableConnections(endpoint: string): Promise<BreakableConnections> {
  const { port, hostname } = new URL(endpoint);
  const alive = new Map<Socket, Socket>();
  const all = new Set<Socket>();
  const usedDead = new Set<Socket>();

  const server = createServer(client => {
    const upstream = connect(Number(port), hostname);
    alive.set(client, upstream);
    all.add(client).add(upstream);
    client.pipe(upstream).pipe(client);
    const end = () => {
      alive.delete(client);
      upstream.destroy();
    };
    client.on('error', end).on('close', end);
    upstream.on('error', () => client.destroy());
  });
  await new Promise<void>(resolve => {
    server.listen(0, 'localhost', resolve);
  });
  const address = server.address();

  return {
    endpoint: `http://localhost:${typeof address === 'object' ? address?.port : 0}`,
    alive: () => alive.size,
    usedDead: () => usedDead.size,
    die(death) {
      for (const [client, upstream] of alive) {
        client.unpipe(upstream);
        client.on('data', () => {
          usedDead.add(client);
          if (death === 'reset') client.resetAndDestroy();
        });
        // `unpipe` has paused it.
        client.resume();
      }
      alive.clear();
    },
    async stop() {
      for (const socket of all) socket.destroy();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
