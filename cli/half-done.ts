/** A command that has written something when the database failed, so that trying it again is not the way to mend it. */
import { LoggableError } from '../lib/loggable-error.ts';

/** Its message says what is left and which command mends it, its cause why the command stopped. */
export class HalfDone extends LoggableError {
  override readonly name = 'HalfDone';
}

/**
 * Waits for a write that follows another one.
 * @throws {HalfDone} if it fails, with a sentence for people about what is left
 */
export async function orSayWhatIsLeft<Result>(write: Promise<Result>, whatIsLeft: string): Promise<Result> {
  try {
    return await write;
  } catch (cause) {
    throw new HalfDone(whatIsLeft, { cause });
  }
}
