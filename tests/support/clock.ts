/** The clock of the tests. */
import type { Clock } from '../../lib/place.ts';

/** A clock that a test turns: a pause ends at once, and time has passed. */
export interface VirtualClock extends Clock {
  advance(milliseconds: number): void;
}

/** 23 September 2019, 16:00:37 UTC: the `iat` of the contract's example, in milliseconds. */
const contractIssuedAtMs = 1_569_254_437_000;

/** A clock that stands at the contract's example. */
export function createVirtualClock(startMs = contractIssuedAtMs): VirtualClock {
  let now = startMs;
  return {
    now: () => now,
    async pause(milliseconds) {
      now += milliseconds;
    },
    advance(milliseconds) {
      now += milliseconds;
    },
  };
}
