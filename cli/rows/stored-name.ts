/** A name as it is stored, which may be none that is canonical. */
import { UsageError } from '../usage-error.ts';

/** Of a partition key: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const maxBytes = 2048;

/**
 * The typed text.
 * @throws {UsageError} if no row can be stored under it
 */
export function storedName(typed: string): string {
  if (typed !== '' && Buffer.byteLength(typed) <= maxBytes) return typed;
  throw new UsageError(`A name as it is stored has 1 to ${maxBytes} bytes.`);
}
