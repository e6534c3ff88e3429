/**
 * `npm start` leaves nothing behind if npm ends before the server listens. The defect: the server first looked for npm
 * when it was ready, had another parent by then, and kept both ports.
 */
import { afterEach, expect, it, vi } from 'vitest';
import { spawnNpmStart } from '../support/npm-process.ts';
import { processTree } from '../support/process-tree.ts';

let started: number[] = [];

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}

afterEach(() => {
  for (const pid of started.filter(each => !isGone(each))) process.kill(pid, 'SIGKILL');
});

it.each(['SIGTERM', 'SIGHUP', 'SIGKILL'] as const)(
  'npm start ends if only npm gets %s while the server starts',
  { timeout: 60_000 },
  async signal => {
    const { npm } = await spawnNpmStart();
    const pid = npm.pid ?? 0;
    await vi.waitFor(
      () => {
        started = processTree(pid);
        // npm, its shell, and the framework, which takes seconds from here on.
        expect(started.length).toBeGreaterThanOrEqual(3);
      },
      { timeout: 20_000, interval: 20 },
    );
    process.kill(pid, signal);
    await vi.waitFor(() => expect(started.filter(each => !isGone(each))).toEqual([]), {
      timeout: 30_000,
      interval: 100,
    });
  },
);
