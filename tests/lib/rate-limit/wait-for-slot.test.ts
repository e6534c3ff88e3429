import { describe, expect, it } from 'vitest';
import type { SlotLookup } from '../../../lib/rate-limit/slot.ts';
import { waitForSlot } from '../../../lib/rate-limit/wait-for-slot.ts';
import { createVirtualClock } from '../../support/clocks.ts';

const clock = createVirtualClock();

/** A counter that a function of the time stands for. */
async function takeFrom(look: (sinceStartMs: number) => SlotLookup<string>, waitedBeforeMs = 0) {
  const startedAt = clock.now();
  let looks = 0;
  const found = await waitForSlot(
    async () => {
      looks += 1;
      return look(clock.now() - startedAt);
    },
    clock,
    startedAt - waitedBeforeMs,
    () => 0.5,
  );
  return { found, looks, waitedMs: clock.now() - startedAt };
}

const taken: SlotLookup<string> = { reserved: true, slot: 'mine' };

/** Used up by attempts that may still be decided: the latest was taken this long before the start. */
const used = (details: {
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
  it('reserves a free one at the first attempt', async () => {
    expect(await takeFrom(() => taken)).toEqual({ found: taken, looks: 1, waitedMs: 0 });
  });

  it('is refused at the first attempt if no attempt is in flight', async () => {
    const { found, looks } = await takeFrom(sinceStartMs =>
      used({ latestMsBefore: 2000, nextSlotInMs: 61_001, sinceStartMs }),
    );
    expect(found).toEqual({ reserved: false, retryAfterSeconds: 62 });
    expect(looks).toBe(1);
  });

  it('waits for a slot that an attempt in flight gives back', async () => {
    const { found, waitedMs } = await takeFrom(sinceStartMs =>
      sinceStartMs > 700 ? taken : used({ latestMsBefore: 0, nextSlotInMs: 900_000, sinceStartMs }),
    );
    expect(found).toEqual(taken);
    expect(waitedMs).toBeLessThan(1200);
  });

  it('waits no longer than 2 s while nobody succeeds, and asks no more than a dozen times', async () => {
    const { found, waitedMs, looks } = await takeFrom(sinceStartMs =>
      used({ latestMsBefore: -sinceStartMs, nextSlotInMs: sinceStartMs + 4000, sinceStartMs }),
    );
    expect(found).toEqual({ reserved: false, retryAfterSeconds: 4 });
    expect(waitedMs).toBeGreaterThanOrEqual(2000);
    expect(waitedMs).toBeLessThan(2400);
    expect(looks).toBeLessThanOrEqual(12);
  });

  it('waits up to 5 s while others succeed', async () => {
    const { found, waitedMs } = await takeFrom(sinceStartMs =>
      used({ latestMsBefore: -sinceStartMs, nextSlotInMs: 10_000, progress: sinceStartMs, sinceStartMs }),
    );
    expect(found.reserved).toBe(false);
    expect(waitedMs).toBeGreaterThanOrEqual(5000);
    expect(waitedMs).toBeLessThan(5400);
  });

  it('waits no longer than 5 s for all its slots together', async () => {
    const { waitedMs } = await takeFrom(
      sinceStartMs =>
        used({ latestMsBefore: -sinceStartMs, nextSlotInMs: 10_000, progress: sinceStartMs, sinceStartMs }),
      4500,
    );
    expect(waitedMs).toBeGreaterThanOrEqual(500);
    expect(waitedMs).toBeLessThan(900);
  });

  it('stops asking once 2 s without a success, or 5 s in all, have passed', async () => {
    const inFlight = (sinceStartMs: number, progress: number) =>
      used({ latestMsBefore: -sinceStartMs, nextSlotInMs: 10_000, progress, sinceStartMs });
    const nobody = await takeFrom(() => {
      clock.advance(2000);
      return inFlight(2000, 1);
    });
    expect(nobody.looks).toBe(1);
    // The pauses between five looks are of the clock too, so that the looks take what is left of 5 s.
    let looks = 0;
    const others = await takeFrom(sinceStartMs => {
      looks += 1;
      const lookMs = looks < 5 ? 1000 : 5000 - sinceStartMs;
      clock.advance(lookMs);
      return inFlight(sinceStartMs + lookMs, looks);
    });
    expect(others).toMatchObject({ looks: 5, waitedMs: 5000 });
  });

  it('never asks anybody to come back in less than a second', async () => {
    const { found } = await takeFrom(sinceStartMs =>
      used({ latestMsBefore: 9000, nextSlotInMs: -9000, sinceStartMs }),
    );
    expect(found).toEqual({ reserved: false, retryAfterSeconds: 1 });
  });
});
