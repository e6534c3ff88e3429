/** Exceptions of this project: what is broken, as opposed to what is refused. */

/** Its message is a sentence of ours without any value from a request or a row, so the log may show it. */
export class LoggableError extends Error {
  override readonly name: string = 'LoggableError';
}

/** Something that only the operator can mend. */
export class OperatorError extends LoggableError {
  override readonly name = 'OperatorError';
}
