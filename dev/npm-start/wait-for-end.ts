/** Tells a server when to end: at a signal, or when whoever started it is gone. */
import { setTimeout as pause } from 'node:timers/promises';
import { parentProcesses } from './parent-processes.ts';

/** Ctrl-C, `docker stop` and `timeout`, a closed terminal, and Ctrl-Break on Windows. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const;

const lookEveryMs = 500;

function isAlive(pid: number): boolean {
  try {
    // Signal 0 sends nothing. It works on Windows too.
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is alive.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A parent that ended can stay a zombie for a while, but its children have another parent at once. */
async function parentIsGone(): Promise<void> {
  const { ppid } = process;
  const parents = await parentProcesses();
  while (parents !== null && process.ppid === ppid && parents.every(isAlive)) {
    await pause(lookEveryMs, undefined, { ref: false });
  }
}

/** Comes back when it is time to end. A second signal ends the process at once. */
export async function waitForEnd(): Promise<void> {
  const signalled = new Promise<void>(resolve => {
    for (const signal of signals) process.once(signal, () => resolve());
  });
  await Promise.race([signalled, parentIsGone()]);
}
