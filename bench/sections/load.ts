/** `npm start` under load: a laptop that all clients of a team's front end talk to at once. */
import { once } from 'node:events';
import { startWithNpm } from '../../tests/support/npm-start.ts';
import { markdownTable } from '../markdown-table.ts';
import { fillTable } from '../setup/fill-table.ts';
import { importPeer } from '../setup/peer-packages.ts';
import { documentsAt } from '../setup/run-on-database.ts';
import { password, passwordHash } from '../setup/worlds.ts';

const clientCounts = [1, 8, 32];
const seconds = 10;

interface Client {
  setBody(body: string): void;
}

/** What is used of autocannon's result; latencies in ms. */
interface Result {
  readonly duration: number;
  readonly latency: { readonly p50: number; readonly p99: number };
  readonly statusCodeStats: Readonly<Record<string, { readonly count: number }>>;
  /** Connections that broke, and answers that did not come within a minute. */
  readonly errors: number;
}

type Autocannon = (options: object) => Promise<Result>;

const nameOf = (client: number) => `client.${client}`;

function signInsBy(autocannon: Autocannon, clients: number, url: string): Promise<Result> {
  let users = 0;
  return autocannon({
    url: `${url}/api/auth/signin`,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    connections: clients,
    duration: seconds,
    timeout: 60,
    setupClient(client: Client) {
      client.setBody(JSON.stringify({ username: nameOf(users), password }));
      users += 1;
    },
  });
}

/** Measures and describes it. Each client is a user, and signs in again as soon as it has its answer. */
export async function loadSection(): Promise<string> {
  const { default: autocannon } = await importPeer<{ readonly default: Autocannon }>('autocannon');
  const laptop = await startWithNpm();
  try {
    const users = Array.from({ length: Math.max(...clientCounts) }, (_, client) => ({
      username: nameOf(client),
      id: client,
      activated: true,
      password: passwordHash,
    }));
    const documents = documentsAt(`http://localhost:${laptop.databasePort}`);
    await fillTable(documents, 'signin-dev-users', users);
    documents.destroy();

    const rows: (string | number)[][] = [];
    for (const clients of clientCounts) {
      const result = await signInsBy(autocannon, clients, `http://localhost:${laptop.httpPort}`);
      const count = (status: string) => result.statusCodeStats[status]?.count ?? 0;
      const answers = Object.values(result.statusCodeStats).reduce((sum, each) => sum + each.count, 0);
      const { p50, p99 } = result.latency;
      const failed = answers - count('200') - count('503') + result.errors;
      rows.push([clients, (count('200') / result.duration).toFixed(1), p50, p99, count('503'), failed]);
    }
    const head = ['clients', 'sign-ins a second', 'p50, ms', 'p99, ms', 'answers with 503', 'other failures'];
    return `## Load

\`npm start\` at cost 10, with the hash, for ${seconds} s each. A client signs in as a user of its own, again and again.

${markdownTable(head, rows)}`;
  } finally {
    laptop.npm.kill('SIGTERM');
    await once(laptop.npm, 'close');
  }
}
