/** How a request can end. It goes to the log and is a dimension of the metrics, so it has few values. */
import { type ErrorCode, errorCodes } from './error-messages.ts';

const successOutcomes = [
  'signed_in',
  'redeemed',
  'signed_out',
  'sessions_listed',
  'session_ended',
  'sessions_ended',
] as const;

/** How a request ended: one of the successes, or the error code of the answer. */
export type Outcome = ErrorCode | (typeof successOutcomes)[number];

/** All outcomes. CloudWatch charges for each as for a metric of its own. */
export const outcomes: readonly string[] = [...successOutcomes, ...Object.keys(errorCodes)];
