/** Waiting for several things at once, to the end of each. */

/**
 * Like `Promise.all`, but where one fails, the others have ended too before it throws: what is still under way when a
 * Lambda function answers is frozen, and goes on within somebody else's request.
 */
export async function allEnded<const T extends readonly unknown[]>(
  work: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
