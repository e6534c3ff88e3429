/** Which messages of exceptions the log may quote: those on this list, and no other. */
import { LoggableError } from '../loggable-error.ts';

/**
 * Failures of AWS whose messages name tables, permissions and limits. Others can quote a value of the request
 * (ValidationException), or the session token of the function's role (InvalidSignatureException).
 */
const quotedOfAws = new Set([
  'AccessDeniedException',
  'DecryptionFailure',
  'InternalServerError',
  'InternalServiceError',
  'InvalidRequestException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ResourceNotFoundException',
  'ServiceUnavailable',
  'ThrottlingException',
]);

/** How Node tells that a connection or the look-up of a host failed, such as `connect ECONNREFUSED 127.0.0.1:8000`. */
const ofConnection =
  /^(connect|read|write|getaddrinfo) [A-Z][A-Z_]{2,30}( [\w.:%-]{1,260})?( - Local \([\w.:]{1,60}\))?$/;

/** The message of an exception if the log may quote it, else null. */
export function safeMessageOf(error: Error): string | null {
  const isSafe =
    error instanceof LoggableError ||
    ('$fault' in error && quotedOfAws.has(error.name)) ||
    ('syscall' in error && ofConnection.test(error.message));
  return isSafe ? error.message : null;
}
