/** Does the same with many things, some of them at a time, and returns the results in the order of the things. */

/**
 * As many calls to DynamoDB at a time as the SDK has connections. At 10 ms a call, that is 5,000 a second.
 */
const atATime = 50;

/** If one of them fails, no more are begun, and the first exception is thrown when all that were begun have ended. */
export async function inParallel<T, R>(things: readonly T[], work: (thing: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(things.length);
  let next = 0;
  let hasFailed = false;
  const worker = async () => {
    while (next < things.length && !hasFailed) {
      const index = next++;
      // `index` is below the length.
      results[index] = await work(things[index] as T).catch(error => {
        hasFailed = true;
        throw error;
      });
    }
  };
  const workers = Array.from({ length: Math.min(atATime, things.length) }, worker);
  await Promise.allSettled(workers);
  await Promise.all(workers);
  return results;
}
