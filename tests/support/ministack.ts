/** MiniStack, an emulator of AWS in one Python process. CONTRIBUTING.md says why this one. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pythonPrograms } from './python-packages.ts';
import { freePort } from './serverless-command.ts';

/** A running emulator. Its data is gone when it stops. */
export interface Ministack {
  readonly endpoint: string;
  /** What it has written so far. */
  log(): string;
  /** From now on, CloudFormation fails to create functions, or no longer does. */
  failFunctions(fail: boolean): void;
  stop(): Promise<void>;
}

/** The only AWS account there is, and the keys of its root user. */
export const emulatedAccount = { id: '123456789012', accessKeyId: 'root', secretAccessKey: 'root' };

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
  const python = join(pythonPrograms(), 'python');
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'signin-ministack-'));
  const logFile = join(folder, 'log');
  const failingFile = join(folder, 'functions-fail');
  const log = createWriteStream(logFile);
  await once(log, 'open');
  const child = spawn(python, ['tests/support/corrected_ministack.py'], {
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
      FUNCTIONS_FAIL_WHILE: failingFile,
    },
    // A group of its own, so that the functions it runs end with it.
    detached: true,
    stdio: ['ignore', log, log],
  });
  const ended = once(child, 'exit');
  const end = () => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', end);

  const ministack: Ministack = {
    endpoint: `http://127.0.0.1:${port}`,
    log: () => readFileSync(logFile, 'utf8'),
    failFunctions(fail) {
      if (fail) writeFileSync(failingFile, '');
      else rmSync(failingFile);
    },
    async stop() {
      process.off('exit', end);
      end();
      await ended;
      log.close();
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
