import { describe, expect, it } from 'vitest';
import type { SlotLookup } from '../../../lib/rate-limit/slot.ts';
import { waitForSlot } from '../../../lib/rate-limit/wait-for-slot.ts';
import { createVirtualClock } from '../../support/clocks.ts';

const clock = createVirtualClock();

/** Waits for a slot of a counter that is given as a function of the time. */
async function waitFor(lookUp: (sinceStartMs: number) => SlotLookup<string>, waitedBeforeMs = 0) {
  const startedAt = clock.elapsed();
  let lookups = 0;
  const found = await waitForSlot(
    async () => {
      lookups += 1;
      return lookUp(clock.elapsed() - startedAt);
    },
    clock,
    startedAt - waitedBeforeMs,
    () => 0.5,
  );
  return { found, lookups, waitedMs: clock.elapsed() - startedAt };
}

const free: SlotLookup<string> = { reserved: true, slot: 'mine' };

/** No slot is free. The latest one was reserved this long before the start. */
const allReserved = (details: {
  latestMsBefore: number;
  nextSlotInMs: number;
  progress?: number;
  sinceStartMs: number;
}): SlotLookup<string> => ({
  reserved: false,
  nextSlotAtEpochMs: clock.now() - details.sinceStartMs + details.nextSlotInMs,
  latestAttemptAtEpochMs: clock.now() - details.sinceStartMs - details.latestMsBefore,
  progress: details.progress ?? 0,
});

describe('waiting for a slot', () => {
  it('gets a free slot with the first lookup', async () => {
    expect(await waitFor(() => free)).toEqual({ found: free, lookups: 1, waitedMs: 0 });
  });

  it('is refused after the first lookup if no attempt is in flight', async () => {
    const { found, lookups } = await waitFor(sinceStartMs =>
      allReserved({ latestMsBefore: 2000, nextSlotInMs: 61_001, sinceStartMs }),
    );
    expect(found).toEqual({ reserved: false, retryAfterSeconds: 62 });
    expect(lookups).toBe(1);
  });

  it('waits for a slot that an attempt in flight releases', async () => {
    const { found, waitedMs } = await waitFor(sinceStartMs =>
      sinceStartMs > 700 ? free : allReserved({ latestMsBefore: 0, nextSlotInMs: 900_000, sinceStartMs }),
    );
    expect(found).toEqual(free);
    expect(waitedMs).toBeLessThan(1200);
  });

  it('waits 2 s at most if no attempt succeeds, and looks up a dozen times at most', async () => {
    const { found, waitedMs, lookups } = await waitFor(sinceStartMs =>
      allReserved({ latestMsBefore: -sinceStartMs, nextSlotInMs: sinceStartMs + 4000, sinceStartMs }),
    );
    expect(found).toEqual({ reserved: false, retryAfterSeconds: 4 });
    expect(waitedMs).toBeGreaterThanOrEqual(2000);
    expect(waitedMs).toBeLessThan(2400);
    expect(lookups).toBeLessThanOrEqual(12);
  });

  it('waits up to 5 s if other attempts succeed', async () => {
    const { found, waitedMs } = await waitFor(sinceStartMs =>
      allReserved({
        latestMsBefore: -sinceStartMs,
        nextSlotInMs: 10_000,
        progress: sinceStartMs,
        sinceStartMs,
      }),
    );
    expect(found.reserved).toBe(false);
    expect(waitedMs).toBeGreaterThanOrEqual(5000);
    expect(waitedMs).toBeLessThan(5400);
  });

  it('waits 5 s at most for all counters together', async () => {
    const { waitedMs } = await waitFor(
      sinceStartMs =>
        allReserved({
          latestMsBefore: -sinceStartMs,
          nextSlotInMs: 10_000,
          progress: sinceStartMs,
          sinceStartMs,
        }),
      4500,
    );
    expect(waitedMs).toBeGreaterThanOrEqual(500);
    expect(waitedMs).toBeLessThan(900);
  });

  it('stops after 2 s without a success, and after 5 s in all, if lookups are slow', async () => {
    const inFlight = (sinceStartMs: number, progress: number) =>
      allReserved({ latestMsBefore: -sinceStartMs, nextSlotInMs: 10_000, progress, sinceStartMs });
    const withoutSuccess = await waitFor(() => {
      clock.advance(2000);
      return inFlight(2000, 1);
    });
    expect(withoutSuccess.lookups).toBe(1);
    // The clock counts the pauses between five lookups too, so the lookups take what is left of 5 s.
    let lookups = 0;
    const withSuccesses = await waitFor(sinceStartMs => {
      lookups += 1;
      const lookupMs = lookups < 5 ? 1000 : 5000 - sinceStartMs;
      clock.advance(lookupMs);
      return inFlight(sinceStartMs + lookupMs, lookups);
    });
    expect(withSuccesses).toMatchObject({ lookups: 5, waitedMs: 5000 });
  });

  it('never says to try again in less than a second', async () => {
    const { found } = await waitFor(sinceStartMs =>
      allReserved({ latestMsBefore: 9000, nextSlotInMs: -9000, sinceStartMs }),
    );
    expect(found).toEqual({ reserved: false, retryAfterSeconds: 1 });
  });

  it.each([
    ['ahead', 5000],
    ['back', -30 * 86_400_000],
  ])('waits as long as otherwise if the wall clock is set %s meanwhile', async (_case, jumpMs) => {
    const startedAtEpochMs = clock.now();
    let hasJumped = false;
    const { found, waitedMs } = await waitFor(sinceStartMs => {
      if (sinceStartMs > 300 && !hasJumped) {
        hasJumped = true;
        clock.set(jumpMs);
      }
      if (sinceStartMs > 700) return free;
      const latestAttemptAtEpochMs = startedAtEpochMs;
      return {
        reserved: false,
        nextSlotAtEpochMs: startedAtEpochMs + 900_000,
        latestAttemptAtEpochMs,
        progress: 0,
      };
    });
    expect(found).toEqual(free);
    expect(waitedMs).toBeLessThan(1200);

    const { waitedMs: waitedWithoutSlotMs } = await waitFor(() => {
      clock.set(-jumpMs);
      const now = clock.now();
      return { reserved: false, nextSlotAtEpochMs: now + 900_000, latestAttemptAtEpochMs: now, progress: 0 };
    });
    expect(waitedWithoutSlotMs).toBeLessThan(2400);
  });
});
