/** What an exception means for an operator: an exit code, and one sentence that says what to do. */
import { ServiceException } from '@smithy/core/client';
import { DatabaseUnavailable } from '../lib/database/database-unavailable.ts';
import { LoggableError } from '../lib/loggable-error.ts';
import { describeException } from '../lib/observability/describe-exception.ts';
import { type ExitCode, exitCodes } from './command-result.ts';
import { nothingListens, portThatRefused } from './connection/nothing-listens.ts';
import { HalfDone } from './half-done.ts';
import { UsageError } from './usage-error.ts';

/** A failure as it is printed. */
export interface Failure {
  readonly exitCode: ExitCode;
  /** For programs, in snake_case. */
  readonly error: string;
  readonly message: string;
}

const ofDatabase = (error: string, message: string): Failure => ({
  exitCode: exitCodes.database,
  error,
  message,
});

const isNamed = (error: unknown, ...names: readonly string[]): error is Error =>
  error instanceof Error && names.includes(error.name);

/** Why AWS cannot be asked. */
function ofCredentials(error: unknown): Failure | null {
  if (isNamed(error, 'CredentialsProviderError', 'TokenProviderError')) {
    return ofDatabase(
      'no_credentials',
      'There are no AWS credentials: sign in to AWS, or set AWS_PROFILE, then try again.',
    );
  }
  if (isNamed(error, 'ExpiredToken', 'ExpiredTokenException', 'RequestExpired')) {
    return ofDatabase('credentials_expired', 'The AWS credentials have expired: sign in to AWS again.');
  }
  return null;
}

/** A connection to AWS, or the look-up of its host, has failed, as Node tells it. */
function ofConnection(error: unknown): Failure | null {
  const isOfConnection =
    error instanceof Error &&
    'syscall' in error &&
    ['connect', 'getaddrinfo'].includes(String(error.syscall));
  if (!isOfConnection || !('code' in error)) return null;
  const message = `AWS cannot be reached (${error.code}): check the network, and --region.`;
  return ofDatabase('aws_unreachable', message);
}

/** What AWS says, or why it cannot be asked. */
function ofAws(error: unknown): Failure | null {
  if (!(error instanceof ServiceException)) return ofCredentials(error) ?? ofConnection(error);
  if (error.name === 'ValidationError' && error.message.includes('does not exist')) {
    const message = `${error.message}: check --stage and --region, and whose account the AWS credentials are of.`;
    return ofDatabase('no_stack', message);
  }
  // AWS names the action and the resource that is forbidden or missing; only here it can quote a value of an item.
  if (error.name === 'ValidationException') return null;
  return ofCredentials(error) ?? ofDatabase('aws_refused', `AWS refuses (${error.name}): ${error.message}`);
}

/** Why the database is unavailable, if it takes more than trying again in a moment. */
function ofUnavailable(unavailable: DatabaseUnavailable): Failure | null {
  const port = portThatRefused(unavailable);
  if (port !== null) return ofDatabase('unusable', nothingListens(port));
  return ofCredentials(unavailable.cause);
}

/** The failure that an exception stands for; it holds no password and no hash. */
export function failureOf(error: unknown): Failure {
  if (error instanceof UsageError) {
    return { exitCode: exitCodes.usage, error: 'usage', message: error.message };
  }
  // Ctrl-C at a question, and the end of the input.
  if (isNamed(error, 'ExitPromptError', 'AbortPromptError')) {
    return { exitCode: exitCodes.refused, error: 'cancelled', message: 'Cancelled; nothing was changed.' };
  }
  if (error instanceof DatabaseUnavailable) {
    const unavailable = ofDatabase('database_unavailable', `${error.message}; try again in a moment.`);
    return ofUnavailable(error) ?? unavailable;
  }
  if (error instanceof HalfDone) {
    const { cause, message } = error;
    // An unavailable database without the advice to try again: this message says what to do.
    const reason =
      cause instanceof DatabaseUnavailable
        ? (ofUnavailable(cause)?.message ?? `${cause.message}.`)
        : failureOf(cause).message;
    return ofDatabase('half_done', `${reason} ${message}.`);
  }
  if (error instanceof LoggableError) {
    const reason = ofAws(error.cause);
    return ofDatabase('unusable', [error.message, reason?.message].filter(Boolean).join('. '));
  }
  // What it is called, and its message if that is safe to show; the stack would tell an operator nothing.
  const [described = ''] = describeException(error).split(' | ');
  return ofAws(error) ?? ofDatabase('unexpected', `Unexpected failure: ${described}`);
}
