/** A command that has written something when the database failed, or may have, so that trying it again may not do. */
import { DatabaseUnavailable } from '../lib/database/database-unavailable.ts';
import { LoggableError } from '../lib/loggable-error.ts';

/** Its message says what is left, or may be, and what to do about it, its cause why the command stopped. */
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

/**
 * Waits for a write that is the first one of its command. If the database does not answer, it may have been done.
 * @throws {HalfDone} if the database is unavailable, with a sentence for people about what may be and what to do
 */
export async function orSayWhatMayBe<Result>(write: Promise<Result>, whatMayBe: string): Promise<Result> {
  try {
    return await write;
  } catch (cause) {
    throw cause instanceof DatabaseUnavailable ? new HalfDone(whatMayBe, { cause }) : cause;
  }
}
