/** The counters of networks, in memory, in the windows of `lib/rate-limit/`. */
import { networkWindowAt } from '../../lib/rate-limit/network-counter.ts';
import type { Counter } from '../../lib/rate-limit/slot.ts';
import type { SimulatedFunction } from './calls.ts';
import { remembered } from './remembered.ts';

const maxAttempts = 50;
const windowMs = 600_000;

/** Counters that all requests to a simulated function share. */
export function createSimulatedNetworkCounters({
  time,
  read,
  write,
}: SimulatedFunction): (network: string, nowEpochMs: number) => Counter {
  const items = remembered(
    () => ({ n: 0, openTo: maxAttempts, latestAt: time.now() }),
    ({ latestAt }) => latestAt + windowMs < time.now(),
  );

  return (network, atEpochMs) => {
    const window = networkWindowAt(atEpochMs);
    const item = items(`${network} ${window}`);
    const giveBack = async () => {
      await write();
      item.openTo += 1;
    };
    return {
      async look() {
        await read();
        return {
          limit: 'network',
          nextSlotAtEpochMs: item.n < item.openTo ? 0 : (window + 1) * windowMs,
          latestAttemptAtEpochMs: item.latestAt,
          async reserve(nowEpochMs) {
            await write();
            if (item.n >= item.openTo) return null;
            item.n += 1;
            item.latestAt = nowEpochMs;
            return { failures: 0, giveBack };
          },
        };
      },
    };
  };
}
