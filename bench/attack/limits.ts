/** A rate limit that a simulated request passes: the present one, the former one, and none. */
import { admit, giveAllBack } from '../../lib/rate-limit/admission.ts';
import { attemptDurationAt } from '../../lib/rate-limit/wait-for-slot.ts';
import { maxWaitsAnHour, waitsWindowAt } from '../../lib/rate-limit/wait-permits.ts';
import type { SimulatedFunction } from './calls.ts';
import { createSimulatedAccountCounters } from './simulated-account-counter.ts';
import { createSimulatedNetworkCounters } from './simulated-network-counter.ts';

/** One guess. */
export interface Guess {
  readonly name: string;
  readonly network: string;
  readonly isRight: boolean;
  /** It also changes the password, if it is right: to another one that is just as right. */
  readonly changesPassword?: true;
}

/** What becomes of a guess. */
export type Limit = (guess: Guess) => Promise<void>;

/** No call is ever made. */
const call = <T>(work: (signal: AbortSignal) => Promise<T>) => work(AbortSignal.abort());
const budget = { spend: call, undo: call, spentMs: () => 0 };

/** Every guess is compared, with the calls of one that no limit refuses: it is what an attacker can always have. */
export function createNoLimit({ read, write, hash }: SimulatedFunction): Limit {
  return async ({ isRight, changesPassword }) => {
    await Promise.all([read(), read()]);
    await Promise.all([read(), write(), write()]);
    await hash();
    if (!isRight) return;
    if (changesPassword) {
      await read();
      await write();
      await hash();
      await write();
    }
    await Promise.all([write(), write()]);
  };
}

/** The limit of `lib/rate-limit/`: its own decisions, over counters in memory. */
export function createPresentLimit(simulated: SimulatedFunction): Limit {
  const { time, read, write, hash } = simulated;
  const accountCounter = createSimulatedAccountCounters(simulated);
  const networkCounter = createSimulatedNetworkCounters(simulated);
  let waits = { window: 0, count: 0 };

  async function takeWaitPermit(nowEpochMs: number): Promise<boolean> {
    await write();
    const window = waitsWindowAt(nowEpochMs);
    if (window !== waits.window) waits = { window, count: 0 };
    if (waits.count >= maxWaitsAnHour) return false;
    waits.count += 1;
    return true;
  }

  const clock = { now: time.now, elapsed: time.now, pause: time.sleep };
  const dependencies = { takeWaitPermit, duration: attemptDurationAt(12), clock };

  /** Counts a change and makes it, or not. */
  async function changePassword(name: string): Promise<void> {
    const nowEpochMs = time.now();
    const look = await accountCounter(`changes of ${name}`).look(budget);
    if (look.nextSlotAtEpochMs > nowEpochMs || (await look.reserve(nowEpochMs, budget)) === null) return;
    await hash();
    await write();
  }

  return async ({ name, network, isRight, changesPassword }) => {
    const countersAt = (now: number) => [networkCounter(network, now), accountCounter(name)];
    const readUser = async () => {
      await read();
      return {};
    };
    const admission = await admit({ countersAt, read: readUser }, dependencies, budget);
    if (!admission.admitted) return;
    await hash();
    if (!isRight) return;
    if (changesPassword) await changePassword(name);
    await giveAllBack(admission.slots, time.now(), budget);
  };
}
