/** A rate limit that a simulated request passes: the present one, the former one, and none. */
import {
  type AccountPolicy,
  accountForgivenEveryMs,
  nextSlotAt,
  type Standing,
} from '../../lib/rate-limit/account-backoff.ts';
import { admit, giveAllBack } from '../../lib/rate-limit/admission.ts';
import { networkWindowAt } from '../../lib/rate-limit/network-counter.ts';
import type { Counter, LimitName, Slot } from '../../lib/rate-limit/slot.ts';
import { attemptDurationAt } from '../../lib/rate-limit/wait-for-slot.ts';
import type { SimulatedFunction } from './calls.ts';

/** One guess. */
export interface Guess {
  readonly name: string;
  readonly network: string;
  readonly isRight: boolean;
}

/** What becomes of a guess. */
export type Limit = (guess: Guess) => Promise<void>;

const policy: AccountPolicy = {
  freeAttempts: 5,
  maxAttempts: 100,
  forgivenEveryMs: accountForgivenEveryMs,
};
const networkMaxAttempts = 50;
const maxWaitsAMinute = 50;
/** No call is ever made. */
const call = <T>(work: (signal: AbortSignal) => Promise<T>) => work(AbortSignal.abort());
const budget = { spend: call, undo: call, spentMs: () => 0 };

/** The value of a key, made when it is first asked for. */
function remembered<T>(make: () => T): (key: string) => T {
  const values = new Map<string, T>();
  return key => {
    const value = values.get(key) ?? make();
    values.set(key, value);
    return value;
  };
}

/** Every guess is compared, with the calls of one that no limit refuses: it is what an attacker can always have. */
export function createNoLimit({ read, write, hash }: SimulatedFunction): Limit {
  return async () => {
    await Promise.all([read(), read()]);
    await Promise.all([read(), write(), write()]);
    await hash();
  };
}

/** The limit of `lib/rate-limit/`: its own decisions, over counters in memory. */
export function createPresentLimit({ time, read, write, hash }: SimulatedFunction): Limit {
  const standings = remembered<{ current: Standing }>(() => ({
    current: { forgivenAtEpochMs: 0, latestAttemptAtEpochMs: 0 },
  }));
  const networks = remembered(() => ({ n: 0, openTo: networkMaxAttempts, latestAt: 0 }));
  const waits = remembered(() => ({ count: 0 }));

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

  async function takeWaitPermit(nowEpochMs: number): Promise<boolean> {
    await write();
    const window = waits(String(Math.floor(nowEpochMs / 60_000)));
    if (window.count >= maxWaitsAMinute) return false;
    window.count += 1;
    return true;
  }

  const clock = { now: time.now, elapsed: time.now, pause: time.sleep };
  const dependencies = { takeWaitPermit, duration: attemptDurationAt(12), clock };

  return async ({ name, network, isRight }) => {
    const countersAt = (now: number) => [networkCounter(network, now), accountCounter(name)];
    const readUser = async () => {
      await read();
      return {};
    };
    const admission = await admit({ countersAt, read: readUser }, dependencies, budget);
    if (!admission.admitted) return;
    await hash();
    if (isRight) await giveAllBack(admission.slots, time.now(), budget);
  };
}
