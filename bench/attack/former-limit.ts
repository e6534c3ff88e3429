/**
 * The limit before devices were known, for comparison: it waited up to 2 s for a slot, and up to 5 s while others
 * succeeded; a success reset the account; a blocked attempt wrote and read several times, and gave its network's slot
 * back, which others took for a success.
 */
import type { SimulatedFunction } from './calls.ts';
import type { Limit } from './limits.ts';

interface Counter {
  n: number;
  openTo: number;
  since: number;
  latestAt: number;
  progress: number;
}

const freeAttempts = 5;
const networkMaxAttempts = 50;
const maxWaitMs = 5000;
const maxWaitWithoutProgressMs = 2000;

function remembered(openTo: number): (key: string) => Counter {
  const counters = new Map<string, Counter>();
  return key => {
    const counter = counters.get(key) ?? { n: 0, openTo, since: 0, latestAt: 0, progress: 0 };
    counters.set(key, counter);
    return counter;
  };
}

/** The former limit. */
export function createFormerLimit({ time, read, write, hash }: SimulatedFunction): Limit {
  const accounts = remembered(freeAttempts);
  const networks = remembered(networkMaxAttempts);

  const opensAt = ({ n, since, latestAt }: Counter) =>
    latestAt + Math.min(1000 * 2 ** (n - since - freeAttempts), 900_000);

  function reserve(counter: Counter): true {
    counter.n += 1;
    counter.latestAt = time.now();
    return true;
  }

  async function lookAtAccount(counter: Counter): Promise<boolean> {
    await write();
    if (counter.n < counter.openTo) return reserve(counter);
    await read();
    if (opensAt(counter) > time.now()) return false;
    await write();
    return opensAt(counter) <= time.now() && reserve(counter);
  }

  async function lookAtNetwork(counter: Counter): Promise<boolean> {
    await write();
    if (counter.n < counter.openTo) return reserve(counter);
    await read();
    return false;
  }

  async function waitFor(
    counter: Counter,
    look: () => Promise<boolean>,
    startedAt: number,
  ): Promise<boolean> {
    let progressSeen = Number.POSITIVE_INFINITY;
    let progressAt = time.now();
    for (let pauseMs = 30; ; pauseMs = Math.min(pauseMs * 1.5, 400)) {
      if (await look()) return true;
      const now = time.now();
      if (counter.progress > progressSeen) progressAt = now;
      progressSeen = counter.progress;
      const isInFlight = now - counter.latestAt < maxWaitWithoutProgressMs;
      const helps = now - startedAt < maxWaitMs && now - progressAt < maxWaitWithoutProgressMs;
      if (!(isInFlight && helps)) return false;
      await time.sleep(pauseMs);
    }
  }

  async function releaseNetwork(counter: Counter): Promise<void> {
    await write();
    counter.openTo += 1;
    counter.progress += 1;
  }

  return async ({ name, network, isRight, changesPassword }) => {
    const startedAt = time.now();
    const networkCounter = networks(`${network} ${Math.floor(startedAt / 600_000)}`);
    const accountCounter = accounts(name);
    const reading = read();
    const hasNetwork = await waitFor(networkCounter, () => lookAtNetwork(networkCounter), startedAt);
    const isAdmitted =
      hasNetwork && (await waitFor(accountCounter, () => lookAtAccount(accountCounter), startedAt));
    await reading;
    if (!isAdmitted) {
      // Whether the network is known.
      await read();
      if (hasNetwork) await releaseNetwork(networkCounter);
      return;
    }
    const ordinal = accountCounter.n;
    await hash();
    if (!isRight) return;
    if (changesPassword) await Promise.all([hash(), write()]);
    await Promise.all([write(), write(), releaseNetwork(networkCounter)]);
    accountCounter.since = Math.max(accountCounter.since, ordinal);
    accountCounter.progress = accountCounter.since;
    accountCounter.openTo = Math.max(accountCounter.openTo, ordinal + freeAttempts);
  };
}
