/** Whether the function's memory grows with the requests. */

import { markdownTable } from '../markdown-table.ts';
import { type Measured, runMeasured } from '../measured/run-measured.ts';

const stops = [1, 100, 1000, 2000, 3000, 4000, 5000];

interface Memory {
  readonly requests: number;
  readonly rss: number;
  readonly heapUsed: number;
}

const mb = (bytes: number) => (bytes / 1e6).toFixed(1);

/** Measures and describes it, in one process of Node's own settings. */
export async function memorySection(measured: Measured): Promise<string> {
  const memory = await runMeasured<Memory[]>('measured-memory.mjs', measured, {
    argument: JSON.stringify(stops),
    nodeOptions: ['--expose-gc'],
  });
  const rows = memory.map(({ requests, heapUsed, rss }) => [requests, mb(heapUsed), mb(rss)]);
  return `## Memory

Sign-ins of one process, one after the other. The heap is what a full garbage collection leaves, and would grow with a leak.
What is resident holds garbage too: Node lets it stand for a while, as it sees fit.

${markdownTable(['sign-ins', 'heap after a collection, MB', 'resident, MB'], rows)}`;
}
