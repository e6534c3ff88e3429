/** The counters of accounts and networks, in memory, with the decisions of `lib/rate-limit/`. */
import {
  type AccountPolicy,
  accountForgivenEveryMs,
  nextSlotAt,
  type Standing,
} from '../../lib/rate-limit/account-backoff.ts';
import { networkWindowAt } from '../../lib/rate-limit/network-counter.ts';
import type { Counter, LimitName, Slot } from '../../lib/rate-limit/slot.ts';
import type { SimulatedFunction } from './calls.ts';
import { remembered } from './remembered.ts';

const policy: AccountPolicy = {
  freeAttempts: 5,
  maxAttempts: 100,
  forgivenEveryMs: accountForgivenEveryMs,
};
const networkMaxAttempts = 50;
/** The counters that all requests to a simulated function share. */
export function createSimulatedCounters({ time, read, write }: SimulatedFunction): {
  accountCounter(name: string): Counter;
  networkCounter(network: string, nowEpochMs: number): Counter;
} {
  const standings = remembered<{ current: Standing }>(() => ({
    current: { forgivenAtEpochMs: 0, latestAttemptAtEpochMs: 0 },
  }));
  const networks = remembered(() => ({ n: 0, openTo: networkMaxAttempts, latestAt: 0 }));
  const counterOf = (
    limit: LimitName,
    see: () => { readonly nextSlotAtEpochMs: number; readonly latestAttemptAtEpochMs: number },
    take: () => Slot,
  ): Counter => ({
    async look() {
      await read();
      return {
        limit,
        ...see(),
        async reserve() {
          await write();
          return see().nextSlotAtEpochMs <= time.now() ? take() : null;
        },
      };
    },
  });

  function accountCounter(name: string): Counter {
    const standing = standings(name);
    return counterOf(
      'account',
      () => ({ nextSlotAtEpochMs: nextSlotAt(standing.current, policy), ...standing.current }),
      () => {
        const { current: before } = standing;
        const forgivenAtEpochMs = Math.max(before.forgivenAtEpochMs, time.now()) + policy.forgivenEveryMs;
        standing.current = { forgivenAtEpochMs, latestAttemptAtEpochMs: time.now() };
        const giveBack = async () => {
          await write();
          standing.current = {
            ...standing.current,
            forgivenAtEpochMs: standing.current.forgivenAtEpochMs - policy.forgivenEveryMs,
          };
        };
        return { failures: 0, giveBack };
      },
    );
  }

  function networkCounter(network: string, nowEpochMs: number): Counter {
    const window = networkWindowAt(nowEpochMs);
    const item = networks(`${network} ${window}`);
    return counterOf(
      'network',
      () => ({
        nextSlotAtEpochMs: item.n < item.openTo ? 0 : (window + 1) * 600_000,
        latestAttemptAtEpochMs: item.latestAt,
      }),
      () => {
        item.n += 1;
        item.latestAt = time.now();
        const giveBack = async () => {
          await write();
          item.openTo += 1;
        };
        return { failures: 0, giveBack };
      },
    );
  }

  return { accountCounter, networkCounter };
}
