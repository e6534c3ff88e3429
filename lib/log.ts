/** The log: one JSON line a request, and a line for what is broken. Never a password, a token, a hash or a body. */

/** What a line can hold. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Writes a line. */
export type Log = (level: 'info' | 'error', fields: LogFields) => void;

/** Lines to the standard output, where Lambda takes them to CloudWatch. JSON leaves no line break unescaped. */
export const writeLog: Log = (level, fields) => {
  process.stdout.write(`${JSON.stringify({ level, time: new Date().toISOString(), ...fields })}\n`);
};

/**
 * An exception for the log: its name, where it came from, and what caused it, to any depth. Of its message only what
 * cannot hold a value from a request: that of our own errors, and of AWS's, which names tables and permissions.
 */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const isSafe = '$metadata' in error ? error.name !== 'SyntaxError' : error.constructor !== SyntaxError;
  const frames = (error.stack ?? '').split('\n').filter(line => line.startsWith('    at '));
  const head = isSafe ? `${error.name}: ${error.message}` : error.name;
  const cause = error.cause === undefined ? [] : [`caused by ${describeError(error.cause)}`];
  return [head, ...frames.slice(0, 5).map(frame => frame.trim()), ...cause].join(' | ');
}
