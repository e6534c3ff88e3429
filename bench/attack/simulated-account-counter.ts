/** The counters of accounts, in memory: the decisions of `lib/rate-limit/`, and the conditions of its writes. */
import {
  type AccountPolicy,
  accountForgivenEveryMs,
  failuresAt,
  nextSlotAt,
  type Standing,
} from '../../lib/rate-limit/account-backoff.ts';
import { type Counter, type Slot, slotMaxAgeMs } from '../../lib/rate-limit/slot.ts';
import type { SimulatedFunction } from './calls.ts';
import { remembered } from './remembered.ts';

const policy: AccountPolicy = {
  freeAttempts: 5,
  maxAttempts: 100,
  forgivenEveryMs: accountForgivenEveryMs,
};

/** What the item of an account holds. */
interface Item extends Standing {
  readonly beganAtEpochMs: number;
}

const isForgiven = ({ forgivenAtEpochMs }: Standing, nowEpochMs: number) => forgivenAtEpochMs <= nowEpochMs;
const hasFree = (item: Standing, nowEpochMs: number) =>
  failuresAt(item, nowEpochMs, policy) < policy.freeAttempts;

/**
 * The conditions of the writes for a slot, as in `account-counter-item.ts`: the second write is for whoever loses the
 * first.
 */
function conditionsOf(seen: Item, nowEpochMs: number): readonly ((current: Item) => boolean)[] {
  const isFirst = (current: Item) => isForgiven(current, nowEpochMs);
  const isFree = (current: Item) => !isFirst(current) && hasFree(current, nowEpochMs);
  if (isFirst(seen)) return [isFirst, isFree];
  if (isFree(seen)) return [isFree, isFirst];
  return [
    current =>
      current.beganAtEpochMs === seen.beganAtEpochMs &&
      current.forgivenAtEpochMs === seen.forgivenAtEpochMs &&
      current.latestAttemptAtEpochMs === seen.latestAttemptAtEpochMs,
  ];
}

/** Counters that all requests to a simulated function share. */
export function createSimulatedAccountCounters({
  time,
  read,
  write,
}: SimulatedFunction): (name: string) => Counter {
  const items = remembered<{ current: Item }>(
    () => ({ current: { forgivenAtEpochMs: 0, latestAttemptAtEpochMs: 0, beganAtEpochMs: 0 } }),
    ({ current }) =>
      isForgiven(current, time.now()) && current.latestAttemptAtEpochMs + slotMaxAgeMs < time.now(),
  );

  return name => {
    const item = items(name);

    function take(seen: Item, nowEpochMs: number): Slot {
      const { current: before } = item;
      const isFirst = isForgiven(before, nowEpochMs);
      const taken: Item = {
        forgivenAtEpochMs: (isFirst ? nowEpochMs : before.forgivenAtEpochMs) + policy.forgivenEveryMs,
        latestAttemptAtEpochMs: nowEpochMs,
        beganAtEpochMs: isFirst ? nowEpochMs : before.beganAtEpochMs,
      };
      item.current = taken;
      const hadOpened = !hasFree(seen, nowEpochMs);
      const giveBack = async () => {
        await write();
        const isLatest = item.current.latestAttemptAtEpochMs === taken.latestAttemptAtEpochMs;
        if (hadOpened && !isLatest) await write();
        const { current } = item;
        if (current.beganAtEpochMs !== taken.beganAtEpochMs) return;
        item.current = {
          ...current,
          forgivenAtEpochMs: current.forgivenAtEpochMs - policy.forgivenEveryMs,
          ...(hadOpened && isLatest ? { latestAttemptAtEpochMs: seen.latestAttemptAtEpochMs } : {}),
        };
      };
      return { failures: 0, giveBack };
    }

    return {
      async look() {
        await read();
        const seen = item.current;
        return {
          limit: 'account',
          nextSlotAtEpochMs: nextSlotAt(seen, policy),
          latestAttemptAtEpochMs: seen.latestAttemptAtEpochMs,
          async reserve(nowEpochMs) {
            for (const isMet of conditionsOf(seen, nowEpochMs)) {
              await write();
              if (isMet(item.current)) return take(seen, nowEpochMs);
            }
            return null;
          },
        };
      },
    };
  };
}
