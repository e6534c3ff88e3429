/** MiniStack, an emulator of AWS in one Python process. docs/operation.md says why this one. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pythonWithPackages } from './python-packages.ts';
import { freePort } from './serverless-command.ts';

/** A running emulator. Its data is gone when it stops. */
export interface Ministack {
  readonly endpoint: string;
  readonly port: number;
  /** What it has written so far. */
  log(): string;
  stop(): Promise<void>;
}

/** The only AWS account there is, and the keys of its root user. */
const emulatedAccount = { id: '123456789012', accessKeyId: 'root', secretAccessKey: 'root' };

const startsWithinMs = 60_000;

/** How the emulator is set up. */
export interface MinistackOptions {
  readonly region: string;
  /** Whether it checks signatures and the policies of IAM. */
  readonly checksPolicies: boolean;
}

/**
 * Starts an emulator on a free port.
 * @throws if it is not ready within a minute
 */
export async function startMinistack({ region, checksPolicies }: MinistackOptions): Promise<Ministack> {
  const python = pythonWithPackages();
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'signin-ministack-'));
  const logFile = join(folder, 'log');
  const log = createWriteStream(logFile);
  await once(log, 'open');
  const child = spawn(python, ['-m', 'ministack'], {
    // The functions that it runs inherit its environment, so nothing of the shell's AWS settings is in it.
    env: {
      PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
      HOME: folder,
      TMPDIR: folder,
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      MINISTACK_REGION: region,
      MINISTACK_ACCOUNT_ID: emulatedAccount.id,
      AWS_ACCESS_KEY_ID: emulatedAccount.accessKeyId,
      AWS_SECRET_ACCESS_KEY: emulatedAccount.secretAccessKey,
      AUTH: String(checksPolicies),
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
      NODE_OPTIONS: `--require=${resolve('tests/support/cjs-handlers.cjs')}`,
    },
    // A group of its own, so that the functions it runs end with it.
    detached: true,
    stdio: ['ignore', log, log],
  });
  const ended = once(child, 'exit');
  const end = () => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
  };
  process.once('exit', end);

  const ministack: Ministack = {
    endpoint: `http://127.0.0.1:${port}`,
    port,
    log: () => readFileSync(logFile, 'utf8'),
    async stop() {
      process.off('exit', end);
      end();
      await ended;
      log.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  const giveUpAt = performance.now() + startsWithinMs;
  while (!(await isReady(ministack.endpoint))) {
    if (child.exitCode !== null || performance.now() > giveUpAt) {
      const written = ministack.log();
      await ministack.stop();
      throw new Error(`MiniStack did not start: ${written}`);
    }
    await pause(100);
  }
  return ministack;
}

async function isReady(endpoint: string): Promise<boolean> {
  try {
    return (await fetch(`${endpoint}/_ministack/ready`)).ok;
  } catch {
    return false;
  }
}
