/** The log: one JSON line a request, and a line for what is broken. Never a password, a token, a hash or a body. */
import { LoggableError } from './exceptions.ts';

/** What a line can hold. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Writes a line. */
export type Log = (level: 'info' | 'error', fields: LogFields) => void;

/** Lines to the standard output, where Lambda takes them to CloudWatch. JSON leaves no line break unescaped. */
export const writeLog: Log = (level, fields) => {
  process.stdout.write(`${JSON.stringify({ level, time: new Date().toISOString(), ...fields })}\n`);
};

/** AWS quotes values of a request in these. */
const quoting = new Set(['ValidationException', 'SerializationException']);

/**
 * Whether a message cannot hold a value from a request or a row: this project's own; that of
 * an answer of AWS, which names tables and permissions; that of Node about a connection, which names an endpoint.
 */
function isQuotable(error: Error): boolean {
  const isOfAws = '$fault' in error && !quoting.has(error.name);
  return error instanceof LoggableError || isOfAws || 'syscall' in error;
}

/** An exception for the log: its name, its message if that is safe, where it came from, and what caused it, to any depth. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frames = (error.stack ?? '').split('\n').filter(line => line.startsWith('    at '));
  const head = isQuotable(error) ? `${error.name}: ${error.message}` : error.name;
  const cause = error.cause === undefined ? [] : [`caused by ${describeError(error.cause)}`];
  return [head, ...frames.slice(0, 5).map(frame => frame.trim()), ...cause].join(' | ');
}
