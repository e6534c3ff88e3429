/** Exceptions as the log shows them: without any value from a request or a database item. */
import { LoggableError } from '../loggable-error.ts';

/** AWS quotes values of the request in the messages of these. */
const quotesTheRequest = new Set(['ValidationException', 'SerializationException']);

const maxStackFrames = 5;

/**
 * Whether a message is safe to show: one of this project; one of AWS, which names tables and permissions; one of Node
 * about a connection, which names an endpoint.
 */
function hasSafeMessage(error: Error): boolean {
  const isOfAws = '$fault' in error && !quotesTheRequest.has(error.name);
  return error instanceof LoggableError || isOfAws || 'syscall' in error;
}

/** The name of an exception, its message if that is safe, its first stack frames, and the same of what it consists of and of its causes. */
export function describeException(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frames = (error.stack ?? '').split('\n').filter(line => line.startsWith('    at '));
  const head = hasSafeMessage(error) ? `${error.name}: ${error.message}` : error.name;
  // Node tries all addresses of a host, and tells the reasons one by one.
  const each = error instanceof AggregateError ? error.errors.map(one => `of ${describeException(one)}`) : [];
  const cause = error.cause === undefined ? [] : [`caused by ${describeException(error.cause)}`];
  return [head, ...each, ...frames.slice(0, maxStackFrames).map(frame => frame.trim()), ...cause].join(' | ');
}
