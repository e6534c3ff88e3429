/** A command that has written something when the database failed, or may have: to try it again may not be enough. */
import { ServiceException } from '@smithy/core/client';
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

/** Whether AWS has surely not done a write: it refused the first and only call, or there was no time left for one. */
function isSurelyNotDone({ cause }: DatabaseUnavailable): boolean {
  if (!(cause instanceof ServiceException)) return cause === undefined;
  return cause.$fault === 'client' && cause.$metadata.attempts === 1;
}

/**
 * Waits for a write that is the first one of its command. If the database does not answer, it may have been done.
 * @throws {HalfDone} if the database is unavailable, with a sentence for people about what may be and what to do
 * @throws {DatabaseUnavailable} if the write was surely not done
 */
export async function orSayWhatMayBe<Result>(write: Promise<Result>, whatMayBe: string): Promise<Result> {
  try {
    return await write;
  } catch (cause) {
    const mayBeDone = cause instanceof DatabaseUnavailable && !isSurelyNotDone(cause);
    throw mayBeDone ? new HalfDone(whatMayBe, { cause }) : cause;
  }
}
