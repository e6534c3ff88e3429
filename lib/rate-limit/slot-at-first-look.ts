/**
 * A counter that tries for a slot while it is looked at for the first time. Where no failure stands, which is the usual
 * case of a device, this saves a round trip; otherwise it goes on as any counter does. It is no way for counters that
 * an attempt has to pass together: the slot is taken before it is known whether another one is blocked.
 */
import { waitForAll } from '../wait-for-all.ts';
import type { AccountCounter } from './account-counter.ts';
import type { Counter } from './slot.ts';

/** The counter, for one attempt that begins now. */
export function withSlotAtFirstLook(counter: AccountCounter<'device'>, nowEpochMs: number): Counter {
  let isFirst = true;
  return {
    async look(budget) {
      const trying = isFirst ? counter.reserveUnseen(nowEpochMs, budget) : null;
      isFirst = false;
      const [look, slot] = await waitForAll([counter.look(budget), trying]);
      return slot === null ? look : { ...look, nextSlotAtEpochMs: 0, reserve: async () => slot };
    },
  };
}
