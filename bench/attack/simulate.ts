/** Ten minutes of an attack in virtual time, and what they use. */
import { dollarsOf } from '../cost/prices.ts';
import { type Attack, requestsPerSecond } from './attacks.ts';
import { createSimulatedFunction, type SimulatedFunction } from './calls.ts';
import type { Limit } from './limits.ts';
import { createVirtualTime } from './virtual-time.ts';

const seconds = 600;
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
  { inBursts, guess }: Attack,
  createLimit: (simulated: SimulatedFunction) => Limit,
): Promise<Damage> {
  const time = createVirtualTime(startMs);
  const simulated = createSimulatedFunction(time);
  const limit = createLimit(simulated);
  for (let ordinal = 0; ordinal < requestsPerSecond * seconds; ordinal++) {
    const second = Math.floor(ordinal / requestsPerSecond);
    const startsAfterMs = inBursts ? second * 1000 : (ordinal * 1000) / requestsPerSecond;
    const start = async () => {
      await time.sleep(startsAfterMs);
      await simulated.request(() => limit(guess(ordinal)));
    };
    void start();
  }
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
