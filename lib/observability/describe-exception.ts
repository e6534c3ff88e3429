/** Exceptions as the log shows them: without any value from a request or a database item. */
import { safeMessageOf } from './safe-message.ts';
import { stackFramesOf } from './stack-frames.ts';

const maxStackFrames = 5;

/** What the names of exceptions look like. Anything else that poses as one is not quoted. */
const namePattern = /^[A-Za-z]\w{0,99}$/;

/** The name of an exception, its message if that is safe, its first stack frames, and the same of what it consists of and of its causes. */
export function describeException(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const name = namePattern.test(error.name) ? error.name : 'Error';
  const message = safeMessageOf(error);
  // Node tries all addresses of a host, and tells the reasons one by one.
  const each = error instanceof AggregateError ? error.errors.map(one => `of ${describeException(one)}`) : [];
  const cause = error.cause === undefined ? [] : [`caused by ${describeException(error.cause)}`];
  return [
    message === null ? name : `${name}: ${message}`,
    ...each,
    ...stackFramesOf(error, maxStackFrames),
    ...cause,
  ].join(' | ');
}
