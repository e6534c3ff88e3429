/** An hour of an attack in virtual time, and what they use. */
import { dollarsOf } from '../cost/prices.ts';
import { type Attack, requestsPerSecond } from './attacks.ts';
import { createSimulatedFunction, type SimulatedFunction } from './calls.ts';
import type { Limit } from './limits.ts';
import { createVirtualTime } from './virtual-time.ts';

/** The window of the waits, from its beginning. */
const seconds = 3600;
const startMs = 1_569_254_400_000;
const daySeconds = 86_400;

/** What an attack has caused. */
export interface Damage {
  /** Functions that were held at the same time, on average. */
  readonly functionsHeld: number;
  /** Of a request, on average. */
  readonly compared: number;
  readonly reads: number;
  readonly writes: number;
  readonly dollarsADay: number;
}

/** Simulates an attack against a limit. */
export async function simulate(
  { startsAfterMs, guess }: Attack,
  createLimit: (simulated: SimulatedFunction) => Limit,
): Promise<Damage> {
  const time = createVirtualTime(startMs);
  const simulated = createSimulatedFunction(time);
  const limit = createLimit(simulated);
  /** One after the other, so that an hour of them needs no more memory than a minute. */
  async function arrive(): Promise<void> {
    for (let ordinal = 0; ordinal < requestsPerSecond * seconds; ordinal++) {
      const startsInMs = startMs + startsAfterMs(ordinal) - time.now();
      if (startsInMs > 0) await time.sleep(startsInMs);
      void simulated.request(() => limit(guess(ordinal)));
    }
  }
  void arrive();
  await time.run();

  const { requests, compared, reads, writes, functionMs } = simulated.usage;
  const dollars = dollarsOf({ requests, readUnits: reads, writeUnits: writes, functionMs });
  return {
    functionsHeld: functionMs / 1000 / seconds,
    compared: compared / requests,
    reads: reads / requests,
    writes: writes / requests,
    dollarsADay: (dollars / seconds) * daySeconds,
  };
}
