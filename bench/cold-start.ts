/**
 * What the bundle costs when an instance of the function starts: its bytes, and the milliseconds to load it in a fresh
 * process, beside a bundle of nothing. `--with <file>` adds the function with that module loaded as well, to see what
 * a dependency would cost before it is one. Bundles take turns in random order, so a busy machine slows all alike.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { build } from 'esbuild';
import { median, shuffled } from './figures.ts';

const run = promisify(execFile);

const { values: options } = parseArgs({
  options: {
    processes: { type: 'string', default: '40' },
    with: { type: 'string', multiple: true, default: [] },
  },
});
const processes = Number(options.processes);

/** As an instance finds them; at load only their form counts. */
const environment = {
  AWS_REGION: 'eu-central-1',
  AWS_LAMBDA_FUNCTION_NAME: 'signin-staging-auth',
  USERS_TABLE: 'signin-staging-users',
  SESSIONS_TABLE: 'signin-staging-sessions',
  ATTEMPTS_TABLE: 'signin-staging-attempts',
  JWT_SECRET: randomBytes(48).toString('base64'),
};

/** Loads a bundle as the runtime does and tells the time; last, since what is loaded may write lines of its own. */
const loader = `
  const startedAt = performance.now();
  require(process.argv[1]);
  console.log(performance.now() - startedAt);
`;

interface Bundle {
  readonly kind: string;
  readonly modules: readonly string[];
  readonly file: string;
  readonly loadMs: number[];
}

/** With the settings that `serverless.yml` has, and those that serverless-esbuild adds. */
async function makeBundle({ modules, file }: Bundle): Promise<void> {
  await build({
    stdin: {
      contents: modules.map(module => `export * from ${JSON.stringify(resolve(module))};`).join('\n'),
      resolveDir: '.',
    },
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
    minify: true,
    keepNames: true,
    logLevel: 'warning',
  });
}

async function measure({ file, loadMs }: Bundle): Promise<void> {
  const { stdout } = await run(process.execPath, ['--eval', loader, file], { env: environment });
  loadMs.push(Number(stdout.trim().split('\n').at(-1)));
}

const folder = await mkdtemp(join(tmpdir(), 'signin-cold-start-'));
const bundle = (kind: string, modules: readonly string[]): Bundle => ({
  kind,
  modules,
  file: join(folder, `${kind}.cjs`),
  loadMs: [],
});
const whole = bundle('the function', ['handlers/auth.ts']);
const bundles = [
  bundle('nothing', []),
  whole,
  ...options.with.map(module => bundle(`the function and ${basename(module)}`, ['handlers/auth.ts', module])),
];

try {
  await Promise.all(bundles.map(makeBundle));
  // The first round fills the file cache.
  for (const each of bundles) await measure({ ...each, loadMs: [] });
  for (let round = 0; round < processes; round++) {
    for (const each of shuffled(bundles)) await measure(each);
  }
  const rows = await Promise.all(
    bundles.map(async ({ kind, file, loadMs }) => ({
      bundle: kind,
      bytes: (await stat(file)).size,
      'median load ms': Number(median(loadMs).toFixed(1)),
      'ratio to the function': Number((median(loadMs) / median(whole.loadMs)).toFixed(3)),
      // Of one round, so that what slows a round slows both.
      'median ms more': Number(
        median(loadMs.map((ms, round) => ms - (whole.loadMs[round] ?? Number.NaN))).toFixed(1),
      ),
    })),
  );
  process.stdout.write(`Node ${process.version}, ${processes} fresh processes a bundle.\n`);
  console.table(rows);
} finally {
  await rm(folder, { recursive: true });
}
