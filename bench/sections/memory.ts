/** Whether the function's memory grows with the requests. */
import { markdownTable } from '../markdown-table.ts';
import { runProcess } from '../processes/run-process.ts';
import type { World } from '../setup/worlds.ts';

const stops = [1, 100, 1000, 2000, 3000, 4000, 5000];

interface Memory {
  readonly requests: number;
  readonly rss: number;
  readonly heapUsed: number;
}

const mb = (bytes: number) => (bytes / 1e6).toFixed(1);

/** Measures and describes it, in one process of Node's own settings. */
export async function memorySection(
  bundle: string,
  eventsFile: string,
  { environment }: World,
): Promise<string> {
  const memory = await runProcess<Memory[]>('memory-after-sign-ins.mjs', {
    bundle,
    args: [eventsFile, JSON.stringify(stops)],
    environment,
    nodeOptions: ['--expose-gc'],
  });
  const rows = memory.map(({ requests, heapUsed, rss }) => [requests, mb(heapUsed), mb(rss)]);
  return `## Memory

Sign-ins of one process, one after the other. The heap is what a full garbage collection leaves, and would grow with a
leak. What is resident holds garbage too: Node lets it stand for a while, as it sees fit.

${markdownTable(['sign-ins', 'heap after a collection, MB', 'resident, MB'], rows)}`;
}
