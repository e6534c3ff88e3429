/**
 * In the bundle this stands in the place of `@smithy/core/event-streams` (`alias` in `serverless.yml`). The SDK would load it
 * for an operation that streams; neither DynamoDB nor Secrets Manager has one.
 */

/** It is only constructed for such an operation. */
export class EventStreamSerde {
  constructor() {
    throw new Error(
      'An operation of AWS streams: the alias of @smithy/core/event-streams in serverless.yml has to go',
    );
  }
}

/** Never called before that. */
export const eventStreamSerdeProvider = (): null => null;
