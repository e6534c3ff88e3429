/** Runs the `serverless` command as a user would. Each run has a work folder of its own, so runs can be parallel. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';

/** A finished command. */
export interface Finished {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

let runs = 0;

/** Starts the command with the given settings in its environment, and no AWS account. */
function spawnServerless(args: readonly string[], settings: Record<string, string> = {}): ChildProcess {
  runs += 1;
  // Inside the checkout, because a bundle has to find its packages. Its own, so that parallel runs do not collide.
  const workFolder = `.esbuild/test-${process.pid}-${runs}`;
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  const child = spawn(process.execPath, ['node_modules/serverless/bin/serverless.js', ...args], {
    env: {
      ...Object.fromEntries(inherited),
      ESBUILD_WORK_FOLDER: workFolder,
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return child.once('close', () => rmSync(workFolder, { recursive: true, force: true }));
}

/** Runs the command to its end. */
export async function runServerless(
  args: readonly string[],
  settings: Record<string, string> = {},
): Promise<Finished> {
  const child = spawnServerless(args, settings);
  const output = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => {
    output.stdout += chunk;
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    output.stderr += chunk;
  });
  await once(child, 'close');
  return { exitCode: child.exitCode, ...output };
}

/** Below 32768, where Linux takes the ports of outgoing connections from: one of those could take it meanwhile. */
const [lowestPort, highestPort] = [15_000, 32_000];

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const port = randomInt(lowestPort, highestPort);
  const server = createServer();
  try {
    await once(server.listen(port, 'localhost'), 'listening');
  } catch {
    return freePort();
  }
  server.close();
  await once(server, 'close');
  return port;
}

/** A running `npm start`. */
export interface Laptop {
  readonly url: string;
  readonly database: string;
  readonly process: ChildProcess;
  readonly greeting: string;
}

/** Starts the API as `npm start` does, on free ports and with cheap hashes. Returns when it is ready. */
export async function startLaptop(settings: Record<string, string>): Promise<Laptop> {
  const [httpPort, databasePort] = [await freePort(), await freePort()];
  const child = spawnServerless(['offline', 'start', '--httpPort', String(httpPort)], {
    DYNAMODB_PORT: String(databasePort),
    // The lowest cost that the settings take.
    BCRYPT_COST: '10',
    ...settings,
  });
  let output = '';
  const greeting = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk;
      if (output.includes('curl -i')) resolve(output);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('close', code => reject(new Error(`serverless offline ended with ${code}: ${output}`)));
  });
  return {
    url: `http://localhost:${httpPort}`,
    database: `http://localhost:${databasePort}`,
    process: child,
    greeting,
  };
}
