/**
 * An exception of this project. Its message is a sentence of ours without any value from a request or a database item,
 * so the log may show it.
 */
export class LoggableError extends Error {
  override readonly name: string = 'LoggableError';
}
