/** The clocks of the tests. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../../lib/clock.ts';

/** A clock that a test turns. A pause ends at once, and moves the clock. */
export interface VirtualClock extends Clock {
  advance(milliseconds: number): void;
  /** Sets the wall clock ahead, or back, while no time passes. */
  set(milliseconds: number): void;
}

/** 23 September 2019, 16:00:37 UTC: the `iat` of the contract's example, in milliseconds. */
const contractIssuedAtMs = 1_569_254_437_000;

/** A clock that starts at the time of the contract's example. */
export function createVirtualClock(startMs = contractIssuedAtMs): VirtualClock {
  let now = startMs;
  let offsetMs = 0;
  return {
    now: () => now + offsetMs,
    elapsed: () => now,
    async pause(milliseconds) {
      // A clock tells whole milliseconds.
      now += Math.ceil(milliseconds);
    },
    advance(milliseconds) {
      now += milliseconds;
    },
    set(milliseconds) {
      offsetMs += milliseconds;
    },
  };
}

/** How many times longer everything takes on the slow clock: enough for a busy machine with two cores. */
const slowness = 16;

/**
 * One clock for all processes of a machine. It is slow, so that many functions keep the waiting times of the rate
 * limit.
 */
export const slowClock: Clock = {
  now: () => Math.floor(Date.now() / slowness),
  elapsed: () => performance.now() / slowness,
  async pause(milliseconds) {
    await pause(milliseconds * slowness);
  },
};

/** How many times longer time-outs are after `relaxTimeouts`. */
const timeoutFactor = 30;

/** Makes the time-outs of this process longer: on a busy machine a database is slow, but not out of reach. */
export function relaxTimeouts(): void {
  const { setTimeout: startTimer } = globalThis;
  const startTimeout = AbortSignal.timeout.bind(AbortSignal);
  Object.assign(globalThis, {
    setTimeout: (callback: () => void, milliseconds = 0) =>
      startTimer(callback, milliseconds * timeoutFactor),
  });
  AbortSignal.timeout = milliseconds => startTimeout(milliseconds * timeoutFactor);
}
