/** Which processes a run of `npm start` was started by. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** How each system is asked for the parent of a process. */
const parentOf = {
  async linux(pid: number): Promise<string> {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // pid (name) state parent …; the name may have spaces and brackets.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? '';
  },
  async win32(pid: number): Promise<string> {
    const query = `(Get-CimInstance Win32_Process -Filter "ProcessId=${pid}").ParentProcessId`;
    return (await run('powershell', ['-NoProfile', '-Command', query])).stdout;
  },
  async other(pid: number): Promise<string> {
    return (await run('ps', ['-o', 'ppid=', '-p', String(pid)])).stdout;
  },
};

/**
 * The process that started this one. Under npm there is a shell in between, which outlives npm, so npm's process is
 * there too; unless the system does not tell.
 */
export async function parentProcesses(): Promise<number[]> {
  const { ppid, platform, env } = process;
  if (env['npm_lifecycle_event'] === undefined) return [ppid];
  const ask = platform === 'linux' || platform === 'win32' ? parentOf[platform] : parentOf.other;
  const npm = await ask(ppid).then(Number, () => Number.NaN);
  return Number.isInteger(npm) && npm > 0 ? [ppid, npm] : [ppid];
}
