/** `npm start` itself, with npm and its shell around the server. */
import { type ChildProcess, spawn } from 'node:child_process';
import { freePort } from './serverless-command.ts';

/** A running one. The process is npm's. */
export interface NpmStart {
  readonly httpPort: number;
  readonly databasePort: number;
  readonly npm: ChildProcess;
}

/** Starts it in a process group of its own, as a terminal does; comes back when it is ready. */
export async function startWithNpm(settings: Record<string, string> = {}): Promise<NpmStart> {
  const [httpPort, databasePort] = [await freePort(), await freePort()];
  const npm = spawn('npm', ['start', '--', '--httpPort', String(httpPort)], {
    env: { ...process.env, BCRYPT_COST: '10', DYNAMODB_PORT: String(databasePort), ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk;
      if (output.includes('curl -i')) resolve();
    };
    npm.stdout.on('data', read);
    npm.stderr.on('data', read);
    npm.once('close', code => reject(new Error(`npm start ended with ${code}: ${output}`)));
  });
  return { httpPort, databasePort, npm };
}
