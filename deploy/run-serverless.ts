/** Runs a command of the framework. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs `serverless` with these arguments on this terminal, and returns its exit code: 1 if a signal ended it. */
export async function runServerless(args: readonly string[]): Promise<number> {
  const program = `${import.meta.dirname}/../node_modules/serverless/bin/serverless.js`;
  const child = spawn(process.execPath, [program, ...args], { stdio: 'inherit' });
  await once(child, 'close');
  return child.exitCode ?? 1;
}
