/** How often the SDK repeats a call. */
import { StandardRetryStrategy } from '@smithy/core/retry';

/** How often a call is sent at the most. */
export const maxAttempts = { read: 3, write: 2, writeOnce: 1 };

/**
 * Repeats a call up to `maxAttempts` times in all, whatever happened to earlier calls. The SDK's own strategy has a
 * budget of repeats that grows with successes only; so after an outage, calls were not repeated any more
 * (aws/aws-sdk-js-v3#4754). The database time budget of a request bounds the repeats here.
 */
export class RetriesOfOneCall extends StandardRetryStrategy {
  readonly #maxAttempts: number;

  constructor(maxAttempts: number) {
    super(maxAttempts);
    this.#maxAttempts = maxAttempts;
  }

  override refreshRetryTokenForRetry(
    ...call: Parameters<StandardRetryStrategy['refreshRetryTokenForRetry']>
  ): ReturnType<StandardRetryStrategy['refreshRetryTokenForRetry']> {
    return new StandardRetryStrategy(this.#maxAttempts).refreshRetryTokenForRetry(...call);
  }
}
