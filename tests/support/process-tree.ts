/** A process and all that it started, as Linux tells it. */
import { readdirSync, readFileSync } from 'node:fs';

/** A file of a process; empty where the process is gone. */
function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

/** The id of the process and those of its descendants. */
export function processTree(root: number): number[] {
  const parents = readdirSync('/proc')
    .filter(entry => /^\d+$/.test(entry))
    .map(pid => {
      const stat = read(pid, 'stat');
      return { pid: Number(pid), parent: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) };
    });
  const descendants = (pid: number): number[] => [
    pid,
    ...parents.filter(({ parent }) => parent === pid).flatMap(child => descendants(child.pid)),
  ];
  return descendants(root);
}

/** The most memory that each process of the tree ever had, in all, in MB. What they share counts for each. */
export function peakMemoryMb(root: number): number {
  const kilobytes = processTree(root).map(pid =>
    Number(/^VmHWM:\s+(\d+) kB$/m.exec(read(String(pid), 'status'))?.[1] ?? 0),
  );
  return kilobytes.reduce((sum, each) => sum + each, 0) / 1024;
}
