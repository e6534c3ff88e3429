/**
 * Like `Promise.all`, but it waits until all promises have settled before it throws. Lambda freezes what is still
 * running when the function returns, and it would go on within somebody else's request.
 */
export async function waitForAll<const T extends readonly unknown[]>(
  promises: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
