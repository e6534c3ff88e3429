/**
 * What the log tells of one request. It is filled in as things happen, so that a request that fails tells how far it
 * came. Of who and where from it has pseudonyms, unless the operator wants plain names.
 */
export interface Trace {
  /** What the client must not learn: why an answer is a wrong one, or which limit refused. */
  reason?: string;
  user?: string;
  network?: string;
  /** Which limit admitted the attempt, and how many failures in a row it would be there. */
  limit?: string;
  failures?: number;
  retry_after_s?: number;
  /** Milliseconds spent on password hashes. */
  hash_ms?: number;
}

/** Milliseconds since a point of `performance.now()`, whole. */
export const msSince = (startedAt: number): number => Math.round(performance.now() - startedAt);

/** Hashes or compares a password, and adds what that took to the trace. */
export async function hashing<T>(trace: Trace, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const result = await work();
  trace.hash_ms = (trace.hash_ms ?? 0) + msSince(startedAt);
  return result;
}
