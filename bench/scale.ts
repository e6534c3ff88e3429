/**
 * A simulated morning peak: how many instances of the function Lambda starts, how many sign-ins meet a cold start, and
 * how many are throttled. It is seeded, so it prints the same each time. docs/scale.md shows what it says.
 * Run: npm run bench:scale
 */
import { seededRandom } from './seeded-random.ts';

/** How long things take; docs/scale.md says where each comes from. */
const model = {
  /** Start of an instance on Lambda: its own part, and the function's. */
  startMs: 400,
  /** One hash of cost 12, and the calls to DynamoDB. */
  requestMs: 275,
  /** Lambda adds at the most so many instances of one function in ten seconds. */
  instancesPer10s: 1000,
  /** An idle instance is taken away after some minutes; nobody has documented how many. */
  idleMaxMs: 5 * 60_000,
};

const minuteMs = 60_000;
/** The rate grows to the peak in five minutes, stays for five, and falls in five. */
const rampMs = 5 * minuteMs;
const endMs = 3 * rampMs;
/** Lambda's growth is said for ten seconds. */
const growthWindowMs = 10_000;

function rateAt(ms: number, peakPerSecond: number): number {
  if (ms < rampMs) return (peakPerSecond * ms) / rampMs;
  return ms < 2 * rampMs ? peakPerSecond : (peakPerSecond * (endMs - ms)) / rampMs;
}

/** What one morning was like. */
interface Morning {
  readonly signIns: number;
  readonly cold: number;
  readonly throttled: number;
  readonly instances: number;
}

/** The instances of the function, those that are idle and those that answer. */
class Instances {
  /** Since when; the one that was used last is used next, as far as AWS lets one see. */
  readonly #idle: number[] = [];
  /** When they will be done. Each list is in order, because requests of one kind take equally long. */
  readonly #warm: number[] = [];
  readonly #cold: number[] = [];
  #started: number[] = [];
  readonly #concurrency: number;

  constructor(concurrency: number) {
    this.#concurrency = concurrency;
  }

  get count(): number {
    return this.#warm.length + this.#cold.length + this.#idle.length;
  }

  /** Takes one sign-in. */
  take(now: number): 'warm' | 'cold' | 'throttled' {
    for (const busy of [this.#warm, this.#cold]) {
      while ((busy[0] ?? Number.POSITIVE_INFINITY) <= now) this.#idle.push(busy.shift() ?? now);
    }
    while (now - (this.#idle[0] ?? now) > model.idleMaxMs) this.#idle.shift();
    if (this.#idle.pop() !== undefined) {
      this.#warm.push(now + model.requestMs);
      return 'warm';
    }
    this.#started = this.#started.filter(at => now - at < growthWindowMs);
    const isFull = this.#warm.length + this.#cold.length >= this.#concurrency;
    if (isFull || this.#started.length >= model.instancesPer10s) return 'throttled';
    this.#started.push(now);
    this.#cold.push(now + model.startMs + model.requestMs);
    return 'cold';
  }
}

/** Simulates a morning. */
function simulate(peakPerSecond: number, concurrency: number, seed: number): Morning {
  const random = seededRandom(seed);
  const lambda = new Instances(concurrency);
  const counts = { warm: 0, cold: 0, throttled: 0 };
  let instances = 0;
  const stepMs = 1000 / Math.max(1000, 4 * peakPerSecond);
  for (let now = 0; now < endMs; now += stepMs) {
    if (random() >= (rateAt(now, peakPerSecond) * stepMs) / 1000) continue;
    counts[lambda.take(now)] += 1;
    instances = Math.max(instances, lambda.count);
  }
  const { warm, cold, throttled } = counts;
  return { signIns: warm + cold + throttled, cold, throttled, instances };
}

const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(2)} %`;

console.table(
  [1, 10, 100, 1000, 3000, 10_000]
    .flatMap(peak => [1000, 5000].map(concurrency => ({ peak, concurrency })))
    .filter(({ peak, concurrency }) => concurrency === 1000 || peak >= 1000)
    .map(({ peak, concurrency }) => {
      const { signIns, cold, throttled, instances } = simulate(peak, concurrency, 15);
      return {
        'peak a second': peak,
        concurrency,
        'sign-ins': signIns,
        instances,
        cold: percent(cold, signIns),
        throttled: percent(throttled, signIns),
      };
    }),
);
