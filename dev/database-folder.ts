/**
 * The folder of `DYNAMODB_FOLDER`. It is checked before the embedded database opens it, which fails without a sentence,
 * or waits for ever. A file with the process's id says that the folder is in use: two databases would destroy the data.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitWithSentence } from './exit-with-sentence.ts';
import { whyNotWritable } from './writable-folder.ts';

const lockName = 'in-use.pid';

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of somebody else may not be signalled, but it runs.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** The process that uses a folder; null if none does. */
function userOf(lock: string): number | null {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    return Number.isInteger(pid) && pid > 0 && isRunning(pid) ? pid : null;
  } catch {
    return null;
  }
}

/** Takes the folder until this process ends. A folder that cannot be used ends the process with a sentence. */
export function takeDatabaseFolder(folder: string): void {
  const reason = whyNotWritable(folder);
  if (reason !== null) {
    exitWithSentence(
      `DYNAMODB_FOLDER=${folder} cannot be written to (${reason}); choose a folder of yours, or leave it out.`,
    );
  }
  const lock = join(folder, lockName);
  const user = userOf(lock);
  if (user !== null) {
    exitWithSentence(
      `DYNAMODB_FOLDER=${folder} is in use by process ${user}; stop it, or choose another folder. If that process is something else, delete ${lock}.`,
    );
  }
  writeFileSync(lock, String(process.pid));
  process.once('exit', () => rmSync(lock, { force: true }));
}
