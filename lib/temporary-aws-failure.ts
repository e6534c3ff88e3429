/** Which failures of a call to AWS are temporary: they are answered with 503, all others with 500. */
import { ServiceException } from '@smithy/core/client';
import { isThrottlingError, isTransientError } from '@smithy/core/retry';

/** AWS reports these as the caller's fault and the SDK does not repeat them, but they go away by themselves. */
const alsoTemporary = new Set([
  // Another write was under way on the same item.
  'TransactionConflictException',
  // The runtime renews the credentials of the function's role.
  'ExpiredToken',
  'ExpiredTokenException',
  // The clock of the instance was wrong when the call was signed; the SDK corrects it for the next one.
  'RequestExpired',
  'RequestInTheFuture',
  'RequestTimeTooSkewed',
]);

const requestTimeoutStatus = 408;

/**
 * Whether trying again later helps. What AWS itself refuses (access denied, no such table, no such secret) does not go
 * away by waiting, except throttling and the like.
 */
export function isTemporaryAwsFailure(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  if (error instanceof ServiceException && error.$fault === 'client') {
    // Of an exception, the SDK's functions need what ServiceException has; their type says less of its cause.
    const sdkError = error as Parameters<typeof isThrottlingError>[0];
    return (
      isThrottlingError(sdkError) ||
      isTransientError(sdkError) ||
      error.$metadata.httpStatusCode === requestTimeoutStatus ||
      alsoTemporary.has(error.name)
    );
  }
  // The SDK marks failures of a response with `$metadata`, Node marks failures of a connection with `code`.
  return (
    error.name === 'AbortError' || error.name === 'TimeoutError' || '$metadata' in error || 'code' in error
  );
}
