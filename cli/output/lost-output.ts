/** Output that cannot be written. Without a listener, Node would end a command with a stack in the middle of its work. */
import { exitCodes } from '../command-result.ts';

/**
 * Lets a command go on to its end. A reader that has seen enough, as `head` has, is no failure: the exit code is that of
 * the command. Anything else, such as a full disk, is told in a sentence, and the exit code is 3.
 */
export function surviveLostOutput(process: NodeJS.Process): void {
  const { stdout, stderr } = process;
  let isTold = false;
  for (const stream of [stdout, stderr]) {
    stream.on('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'EPIPE') return;
      process.exitCode = exitCodes.database;
      if (isTold) return;
      isTold = true;
      stderr.write(
        `The output cannot be written (${code}): look with show or list at what the command has done.\n`,
      );
    });
  }
}
