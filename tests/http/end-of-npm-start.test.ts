/**
 * `npm start` leaves nothing behind, however it is ended. A former version left a server behind that kept both ports.
 */
import { connect } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { type NpmStart, startWithNpm } from '../support/npm-start.ts';
import { processTree } from '../support/process-tree.ts';

const running: number[] = [];

function isListening(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, 'localhost');
    const answer = (listening: boolean) => {
      socket.destroy();
      resolve(listening);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
}

async function start(): Promise<NpmStart & { readonly pid: number }> {
  const started = await startWithNpm();
  const pid = started.npm.pid ?? 0;
  running.push(...processTree(pid));
  return { ...started, pid };
}

/** Waits until nothing listens on either port, and none of its processes is left. */
async function expectNothingLeft({ httpPort, databasePort }: NpmStart): Promise<void> {
  await vi.waitFor(
    async () => {
      expect(await isListening(httpPort)).toBe(false);
      expect(await isListening(databasePort)).toBe(false);
      for (const pid of running) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    },
    { timeout: 8000, interval: 50 },
  );
}

afterEach(() => {
  for (const pid of running.splice(0)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended.
    }
  }
});

// Without SIGINT: a terminal sends it to all processes, so npm and its shell ignore it.
it.each(['SIGTERM', 'SIGHUP', 'SIGKILL'] as const)('npm start ends if only npm gets %s', async signal => {
  const laptop = await start();
  process.kill(laptop.pid, signal);
  await expectNothingLeft(laptop);
});

it.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)(
  'npm start ends if all of its processes get %s, as from a terminal',
  async signal => {
    const laptop = await start();
    process.kill(-laptop.pid, signal);
    await expectNothingLeft(laptop);
  },
);
