/** The folders that the framework writes to: a cache in the home folder, and its output in the project. */
import { mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundlingCommands } from './bundling-commands.ts';
import { exitWithSentence } from './exit-with-sentence.ts';
import { whyNotWritable } from './writable-folder.ts';

/** Of this process alone: the framework runs code that it finds in its cache, so no other user may write there. */
function privateFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'signin-framework-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * Moves the framework's cache out of a home folder that cannot be written to, as `docker run -u` has it. A project
 * folder that cannot be written to ends the process with a sentence, if the command has to.
 */
export function checkFrameworkFolders(projectFolder: string, command: string): void {
  if (process.env['SLS_SCHEMA_CACHE_BASE_DIR'] === undefined && whyNotWritable(homedir()) !== null) {
    process.env['SLS_SCHEMA_CACHE_BASE_DIR'] = privateFolder();
  }
  const reason = bundlingCommands.includes(command) ? whyNotWritable(projectFolder) : null;
  if (reason !== null) {
    exitWithSentence(
      `The project's folder ${projectFolder} cannot be written to (${reason}), and the bundle goes there; work on a copy of yours.`,
    );
  }
}
