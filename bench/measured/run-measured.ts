/** Starts the processes that measure themselves. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Calls of one request to DynamoDB, and how many of them were waited for one after the other. */
export interface Counted {
  readonly calls: number;
  readonly roundTrips: number;
}

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
  readonly counted: readonly Counted[];
}

/** What a process runs on. */
export interface Measured {
  readonly bundle: string;
  /** A JSON array of events. */
  readonly eventsFile: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** The result of a file of this folder, which is the last line that it prints: after the lines of its log. */
export async function runMeasured<Result>(
  file: 'answers.mjs' | 'measured-memory.mjs' | 'measured-process.mjs',
  { bundle, eventsFile, environment }: Measured,
  options: { readonly argument?: string; readonly nodeOptions?: readonly string[] } = {},
): Promise<Result> {
  const { argument = '', nodeOptions = [] } = options;
  const args = [...nodeOptions, `bench/measured/${file}`, bundle, eventsFile, argument];
  const { stdout } = await run(process.execPath, args, { env: environment, maxBuffer: 2 ** 28 });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Result;
}
