/** Starts `function-server.ts`. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { ServerInput } from './function-server.ts';

/**
 * Starts it, and comes back with its port when it listens.
 * @throws if it ends before
 */
export async function startFunctionServer(
  input: ServerInput,
): Promise<{ readonly port: number; readonly server: ChildProcess }> {
  const server = fork('bench/timing/function-server.ts');
  server.send(input);
  const ended = once(server, 'exit').then(([code]) => {
    throw new Error(`function-server.ts ended with ${code} before it listened`);
  });
  const [port] = (await Promise.race([once(server, 'message'), ended])) as [number];
  // From now on it may end.
  ended.catch(() => {});
  return { port, server };
}
