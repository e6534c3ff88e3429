/** Writes lines of JSON to the log. A line never holds a password, a token, a hash or a body. */
import { printableJson } from './printable-json.ts';

/** The fields of a line. */
export type LogFields = Readonly<Record<string, unknown>>;

/** The level of a line. */
export type LogLevel = 'info' | 'error';

/** Writes a line. */
export type Log = (level: LogLevel, fields: LogFields) => void;

/**
 * Writes to the standard output, which Lambda sends to CloudWatch. Line breaks are escaped, so one line stays one; so is what a
 * terminal would obey, because a name can be there in plain (`LOG_PLAIN_NAMES`).
 */
export const writeLogLine: Log = (level, fields) => {
  process.stdout.write(printableJson({ level, time: new Date().toISOString(), ...fields }));
};
