/**
 * Runs scripts of package.json at the same time: `node dev/side-by-side.ts lint types`. Each shows its output when it
 * ends.
 */
import { type ExecException, exec } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(exec);

const env = { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}) };
// No limit of exec: an error in a type of many uses fills megabytes.
const maxBuffer = Number.POSITIVE_INFINITY;

/** Whether it succeeded. */
async function succeeds(script: string): Promise<boolean> {
  const ended = await run(`npm run --silent ${script}`, { env, maxBuffer }).catch(
    (error: ExecException) => error,
  );
  process.stdout.write(ended.stdout ?? '');
  process.stderr.write(ended.stderr ?? '');
  if (!(ended instanceof Error)) return true;
  process.stderr.write(`\nnpm run ${script} failed; what it printed stands above.\n\n`);
  return false;
}

const results = await Promise.all(process.argv.slice(2).map(succeeds));
process.exitCode = results.every(Boolean) ? 0 : 1;
