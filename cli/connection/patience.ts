/**
 * Waits out a database that throttles or is out of reach. The SDK repeats a call a few times; a table that grows to the
 * speed of an import needs minutes. All calls wait together, so that a throttled table is not asked even more often.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../../lib/clock.ts';
import { asDatabaseUnavailable, DatabaseUnavailable } from '../../lib/database/database-unavailable.ts';

const firstPauseMs = 200;
const longestPauseMs = 10_000;

/** A database that has answered no call for so long is not throttling. */
const patienceMs = 300_000;

/** Makes calls until they are answered. */
export interface Patience {
  /** @throws {DatabaseUnavailable} if no call was answered for five minutes; what AWS refuses, at once */
  call<T>(work: () => Promise<T>): Promise<T>;
}

const processClock: Pick<Clock, 'elapsed' | 'pause'> = {
  elapsed: () => performance.now(),
  pause: milliseconds => pause(milliseconds),
};

/** `onPause` is told each time that calls have to wait. */
export function createPatience(onPause: () => void, clock = processClock): Patience {
  let answeredAt = clock.elapsed();
  let pauseMs = firstPauseMs;
  let pause: Promise<void> | null = null;

  function waitTogether(): Promise<void> {
    pause ??= clock.pause(pauseMs).then(() => {
      pause = null;
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    });
    return pause;
  }

  /** Throws what waiting does not mend, or mends too late. */
  async function waitOut(error: unknown): Promise<void> {
    const unavailable = asDatabaseUnavailable(error);
    if (unavailable === null) throw error;
    if (clock.elapsed() - answeredAt > patienceMs) {
      throw new DatabaseUnavailable(`DynamoDB has answered no call for ${patienceMs / 60_000} minutes`, {
        cause: unavailable,
      });
    }
    onPause();
    await waitTogether();
  }

  return {
    async call(work) {
      while (true) {
        if (pause !== null) await pause;
        try {
          const result = await work();
          answeredAt = clock.elapsed();
          pauseMs = firstPauseMs;
          return result;
        } catch (error) {
          await waitOut(error);
        }
      }
    },
  };
}
