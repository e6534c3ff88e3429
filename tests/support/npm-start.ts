/** `npm start` itself, with npm and its shell around the server. */
import { type NpmProcess, spawnNpmStart } from './npm-process.ts';

/** A running one. The process is npm's. */
export type NpmStart = NpmProcess;

/** Starts it in a process group of its own, as a terminal does; comes back when it is ready. */
export async function startWithNpm(settings: Record<string, string> = {}): Promise<NpmStart> {
  const started = await spawnNpmStart(settings);
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk;
      if (output.includes('curl -i')) resolve();
    };
    started.npm.stdout.on('data', read);
    started.npm.stderr.on('data', read);
    started.npm.once('close', code => reject(new Error(`npm start ended with ${code}: ${output}`)));
  });
  return started;
}
