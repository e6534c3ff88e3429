import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  attemptDurationAt,
  type BlockedCounter,
  maxWaitMs,
  pauseBeforeNextLook,
  retryAfterSecondsOf,
} from '../../../lib/rate-limit/wait-for-slot.ts';

const now = 1_569_254_437_000;
const duration = { usualMs: 270, longestMs: 540 };

/** A counter whose latest slot was reserved so long ago. */
const blocked = (ageMs: number, opensInMs = 900_000): BlockedCounter => ({
  latestAttemptAtEpochMs: now - ageMs,
  nextSlotAtEpochMs: now + opensInMs,
});
const pause = (counters: readonly BlockedCounter[], waitedMs = 0, random = 0) =>
  pauseBeforeNextLook(counters, now, waitedMs, duration, () => random);

describe('a blocked attempt', () => {
  it('waits for the end of the hash of the latest attempt, then looks more often', () => {
    expect(pause([blocked(0)])).toBe(270);
    expect(pause([blocked(200)])).toBe(70);
    expect(pause([blocked(269)])).toBe(1);
    expect(pause([blocked(270)])).toBe(100);
    expect(pause([blocked(539)])).toBe(100);
  });

  it('does not wait if the latest attempt must have failed', () => {
    expect(pause([blocked(540)])).toBeNull();
    expect(pause([blocked(900_000)])).toBeNull();
  });

  it('does not wait if one of two counters that block it has no attempt in flight', () => {
    expect(pause([blocked(0), blocked(540)])).toBeNull();
    expect(pause([blocked(540), blocked(0)])).toBeNull();
  });

  it('waits for the later one of two counters', () => {
    expect(pause([blocked(200), blocked(0)])).toBe(270);
  });

  it('waits no longer than until a slot opens anyway', () => {
    expect(pause([blocked(0, 90)])).toBe(90);
  });

  it('waits no longer than for one attempt if another instance has a clock that is ahead', () => {
    expect(pause([blocked(-60_000)])).toBe(540);
  });

  it('is spread by up to 30 ms', () => {
    expect(pause([blocked(0)], 0, 1)).toBe(300);
  });

  it('gives up after five seconds', () => {
    expect(pause([blocked(0)], maxWaitMs - 1)).toBe(270);
    expect(pause([blocked(0)], maxWaitMs)).toBeNull();
  });

  it('waits for one hash at most, whatever the counter says', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000, max: 100_000 }), fc.integer({ min: 1 }), (ageMs, opensInMs) => {
        expect(pause([blocked(ageMs, opensInMs)]) ?? 0).toBeLessThanOrEqual(duration.longestMs);
      }),
    );
  });
});

describe('an attempt', () => {
  it('takes twice as long with each further cost of its hash', () => {
    expect(attemptDurationAt(12)).toEqual({ usualMs: 270, longestMs: 540 });
    expect(attemptDurationAt(13)).toEqual({ usualMs: 520, longestMs: 1040 });
    expect(attemptDurationAt(10)).toEqual({ usualMs: 82.5, longestMs: 165 });
  });
});

describe('the answer to a blocked attempt', () => {
  it('says when all counters that block it have a slot, in whole seconds', () => {
    expect(retryAfterSecondsOf([blocked(0, 1001), blocked(0, 61_001)], now)).toBe(62);
    expect(retryAfterSecondsOf([blocked(0, 2000)], now)).toBe(2);
  });

  it('never says to try again in less than a second', () => {
    expect(retryAfterSecondsOf([blocked(0, 1)], now)).toBe(1);
  });
});
