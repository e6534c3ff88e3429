/**
 * What the log tells about one request. It is filled in while the request is handled, so that a request that fails also
 * shows how far it came.
 */
export interface RequestTrace {
  /** What the client does not learn: why the credentials were wrong, or which limit refused. */
  reason?: string;
  /** A pseudonym, unless the operator wants plain names. */
  user?: string;
  network?: string;
  /** The limit that admitted the attempt, and the failures in a row there, this attempt included. */
  limit?: string;
  failures?: number;
  retry_after_s?: number;
  /** Sessions that were left out because their item or the one of their user is broken. */
  left_out?: number;
  /** Milliseconds spent on hashing passwords. */
  hash_ms?: number;
}

/** Whole milliseconds since a time of `performance.now()`. */
export const msSince = (startedAt: number): number => Math.round(performance.now() - startedAt);

/** Runs work that hashes a password, and adds its duration to the trace. */
export async function timeHashing<T>(trace: RequestTrace, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const result = await work();
  trace.hash_ms = (trace.hash_ms ?? 0) + msSince(startedAt);
  return result;
}
