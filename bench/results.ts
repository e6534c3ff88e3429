/** Writes `results.md`. */
import { writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { median } from './figures.ts';
import type { HashTime } from './hash.ts';
import { markdownTable } from './markdown-table.ts';
import { own, type Variant } from './variants.ts';

/** What `measured-process.mjs` prints. */
export interface Figures {
  readonly bootMs: number;
  readonly loadMs: number;
  readonly firstMs: number;
  readonly answeredMs: number;
  readonly cpuMs: number;
  /** Of each warm request; none in most processes. */
  readonly warmMs: readonly number[];
  readonly warmCpuMs: number;
}

/** A variant, its bundle, and what its processes measured, one in each round. */
export interface Measured extends Variant {
  readonly file: string;
  readonly bytes: number;
  readonly figures: Figures[];
}

const quarter = (samples: readonly number[], part: number) =>
  samples.toSorted((one, other) => one - other)[Math.floor((samples.length - 1) * part)] ?? Number.NaN;

/** The ratio of each round, so that what slows a round slows both: the median and the middle half. */
function ratio(samples: readonly number[], base: readonly number[]): string {
  const ratios = samples.map((sample, round) => sample / (base[round] ?? Number.NaN));
  const [low, high] = [0.25, 0.75].map(part => quarter(ratios, part).toFixed(2));
  return `${median(ratios).toFixed(2)} (${low}–${high})`;
}

/** Writes it, with the machine and its load. */
export async function writeResults(
  measured: readonly Measured[],
  hashes: readonly HashTime[],
  { rounds, zipBytes }: { readonly rounds: number; readonly zipBytes: number },
): Promise<void> {
  const base = measured.find(({ title }) => title === own)?.figures ?? [];
  const field = (figures: readonly Figures[], name: 'loadMs' | 'firstMs' | 'answeredMs' | 'cpuMs') =>
    figures.map(each => each[name]);
  const ms = (samples: readonly number[]) => median(samples).toFixed(1);
  const warm = (figures: readonly Figures[]) => figures.filter(({ warmMs }) => warmMs.length > 0);
  const cores = cpus();
  const text = `# Results of \`npm run bench\`

${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${process.arch}, ${cores.length} cores (${cores[0]?.model.trim()}), load ${loadavg()[0]?.toFixed(1)} at the end.
Nothing here ran on Lambda; compare the ratios, not the milliseconds. \`${own} to it\` is our time divided by that of the
row, in the same round (under 1: we are faster): the median of ${rounds} rounds, and the middle half of them.

**How the hash is left out:** in every bundle, bcryptjs is replaced by a module that answers at once. The stored hash is the
same for all. DynamoDB and Secrets Manager are embedded ones on this machine, over TLS, so a round trip costs less than on AWS.

## Cold

From the start of the process to the first answer. \`start\` is what Lambda does before the first request.

${markdownTable(
  ['', 'to the first answer, ms', `${own} to it`, 'start, ms', 'first request, ms', 'CPU, ms', 'bundle, kB'],
  measured.map(({ title, figures, bytes }) => [
    title,
    ms(field(figures, 'answeredMs')),
    ratio(field(base, 'answeredMs'), field(figures, 'answeredMs')),
    ms(field(figures, 'loadMs')),
    ms(field(figures, 'firstMs')),
    ms(field(figures, 'cpuMs')),
    Math.round(bytes / 1000),
  ]),
)}

![Cold starts](cold.svg)

${measured.map(({ title, does }) => `- **${title}**: ${does}.`).join('\n')}

The zip of the function has ${(zipBytes / 1000).toFixed(1)} kB.

## Warm

${markdownTable(
  ['', 'CPU of a request, ms', `${own} to it`, 'p50, ms', 'p99, ms'],
  measured.map(({ title, figures }) => [
    title,
    median(warm(figures).map(({ warmCpuMs }) => warmCpuMs)).toFixed(2),
    ratio(
      warm(base).map(({ warmCpuMs }) => warmCpuMs),
      warm(figures).map(({ warmCpuMs }) => warmCpuMs),
    ),
    median(warm(figures).flatMap(({ warmMs }) => warmMs)).toFixed(2),
    quarter(
      warm(figures).flatMap(({ warmMs }) => warmMs),
      0.99,
    ).toFixed(2),
  ]),
)}

![Warm requests](warm.svg)

## Hash

${markdownTable(
  ['bcrypt cost', 'one comparison, ms'],
  hashes.map(({ cost, ms: time }) => [cost, time.toFixed(1)]),
)}
`;
  await writeFile('bench/results.md', text);
  process.stdout.write(text);
}
