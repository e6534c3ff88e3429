/** The process of `npm start`, from its first moment. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { freePort } from './serverless-command.ts';

/** A started one; it need not listen yet. */
export interface NpmProcess {
  readonly httpPort: number;
  readonly databasePort: number;
  readonly npm: ChildProcessByStdio<null, Readable, Readable>;
}

/** Starts it in a process group of its own, as a terminal does. */
export async function spawnNpmStart(settings: Record<string, string> = {}): Promise<NpmProcess> {
  const [httpPort, databasePort] = [await freePort(), await freePort()];
  const npm = spawn('npm', ['start', '--', '--httpPort', String(httpPort)], {
    env: { ...process.env, BCRYPT_COST: '10', DYNAMODB_PORT: String(databasePort), ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  return { httpPort, databasePort, npm };
}
