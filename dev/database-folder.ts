/**
 * The folder of `DYNAMODB_FOLDER`. It is opened and closed before the embedded database opens it, which fails without a
 * sentence, or waits for ever. The lock in it is the system's: it ends with the process, however that ends.
 */
import { ClassicLevel } from 'classic-level';
import { exitWithSentence } from './exit-with-sentence.ts';
import { whyNotWritable } from './writable-folder.ts';

/** Why the data cannot be opened, such as `LEVEL_LOCKED`; null if they can. */
async function whyNotOpen(folder: string): Promise<string | null> {
  const data = new ClassicLevel(folder);
  try {
    await data.open();
    return null;
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    return cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  } finally {
    await data.close();
  }
}

/** A folder that cannot be used ends the process with a sentence. */
export async function checkDatabaseFolder(folder: string): Promise<void> {
  const notWritable = whyNotWritable(folder);
  if (notWritable !== null) {
    exitWithSentence(
      `DYNAMODB_FOLDER=${folder} cannot be written to (${notWritable}); choose a folder of yours, or leave it out.`,
    );
  }
  const notOpen = await whyNotOpen(folder);
  if (notOpen === 'LEVEL_LOCKED') {
    exitWithSentence(
      `DYNAMODB_FOLDER=${folder} is in use, perhaps by another npm start; stop that, or choose another folder.`,
    );
  }
  if (notOpen !== null) {
    exitWithSentence(
      `DYNAMODB_FOLDER=${folder} has no data that can be read (${notOpen}); choose an empty or a new folder.`,
    );
  }
}
