/** Which processes a run of `npm start` was started by. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** How each system is asked about a process: the ids of its parent and of its process group, and its command line. */
const ask = {
  async linux(pid: number): Promise<string> {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // pid (name) state parent group …; the name may have spaces and brackets.
    const [, parent, group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8');
    return `${parent} ${group} ${command.replaceAll('\0', ' ')}`;
  },
  async win32(pid: number): Promise<string> {
    // There are no process groups here, so all are in one. A parent that has ended keeps its id.
    const query = `$p = Get-CimInstance Win32_Process -Filter "ProcessId=${pid}"; "$($p.ParentProcessId) 0 $($p.CommandLine)"`;
    return (await run('powershell', ['-NoProfile', '-Command', query])).stdout;
  },
  async other(pid: number): Promise<string> {
    return (await run('ps', ['-ww', '-o', 'ppid=', '-o', 'pgid=', '-o', 'command=', '-p', String(pid)]))
      .stdout;
  },
};

interface Facts {
  readonly parent: number;
  readonly group: number;
  readonly command: string;
}

/** Null where there is no such process, or the system does not tell. */
async function factsOf(pid: number): Promise<Facts | null> {
  const { platform } = process;
  const text = await ask[platform === 'linux' || platform === 'win32' ? platform : 'other'](pid).catch(
    () => '',
  );
  const [, parent, group, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/s.exec(text) ?? [];
  return command === undefined ? null : { parent: Number(parent), group: Number(group), command };
}

/**
 * The process that started this one; under npm also npm's, because a shell in between can outlive it.
 * @returns null if npm is gone already. Its children then have another parent, which is outside of their process group.
 */
export async function parentProcesses(): Promise<number[] | null> {
  const { pid, ppid, env } = process;
  const script = env['npm_lifecycle_script'];
  const own = script === undefined ? null : await factsOf(pid);
  // A process that leads a group was detached from npm on purpose.
  if (script === undefined || own === null || own.group === pid) return [ppid];
  const parent = await factsOf(ppid);
  if (parent?.group !== own.group) return null;
  // Some shells give their process to the script's last command. Then the parent is npm.
  if (!parent.command.includes(script)) return [ppid];
  const npm = await factsOf(parent.parent);
  return npm?.group === own.group ? [ppid, parent.parent] : null;
}
