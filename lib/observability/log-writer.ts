/** Writes lines of JSON to the log. A line never holds a password, a token, a hash or a body. */

/** The fields of a line. */
export type LogFields = Readonly<Record<string, unknown>>;

/** The level of a line. */
export type LogLevel = 'info' | 'error';

/** Writes a line. */
export type Log = (level: LogLevel, fields: LogFields) => void;

/** Writes to the standard output, which Lambda sends to CloudWatch. JSON escapes line breaks, so one line stays one. */
export const writeLogLine: Log = (level, fields) => {
  process.stdout.write(`${JSON.stringify({ level, time: new Date().toISOString(), ...fields })}\n`);
};
