/** Starts the processes of this folder, in which a bundle of the function, or of a peer, is measured. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The longest one, 5,000 sign-ins, takes a minute on a busy machine. */
const endsWithinMs = 600_000;

/** Calls of one request to DynamoDB, and how many of them were waited for one after the other. */
export interface Counted {
  readonly calls: number;
  readonly roundTrips: number;
}

/** What `cold-and-warm-sign-ins.mjs` prints. */
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

/** What a process works on. */
export interface ProcessInput {
  readonly bundle: string;
  /** What the file takes besides. */
  readonly args: readonly string[];
  /** All of its environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly nodeOptions?: readonly string[];
}

/**
 * The result of a file of this folder, which is the last line that it prints: after the lines of its log.
 * @throws if the process fails, or does not end within ten minutes
 */
export async function runProcess<Result>(
  file:
    | 'answers-of-bundle.mjs'
    | 'cold-and-warm-sign-ins.mjs'
    | 'cpu-time-of-answers.ts'
    | 'memory-after-sign-ins.mjs',
  { bundle, args, environment, nodeOptions = [] }: ProcessInput,
): Promise<Result> {
  const { stdout } = await run(
    process.execPath,
    [...nodeOptions, `bench/processes/${file}`, bundle, ...args],
    { env: environment, maxBuffer: 2 ** 28, timeout: endsWithinMs },
  );
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Result;
}
