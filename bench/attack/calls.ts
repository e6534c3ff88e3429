/** What a simulated request takes: calls to the database, hashes, and its function's time. */
import type { VirtualTime } from './virtual-time.ts';

/** What all requests of a simulation took. */
export interface Usage {
  requests: number;
  compared: number;
  /** Of one item each, as DynamoDB charges for them: those that begin at the same moment are one call. */
  reads: number;
  writes: number;
  functionMs: number;
}

/** One call takes 5 ms, and one hash 250 ms at cost 12. */
const callMs = 5;
const hashMs = 250;

/** What a simulated function does. */
export interface SimulatedFunction {
  readonly time: VirtualTime;
  readonly usage: Usage;
  read(): Promise<void>;
  write(): Promise<void>;
  hash(): Promise<void>;
  /** Runs one request. */
  request(work: () => Promise<void>): Promise<void>;
}

/** A function whose usage is counted. */
export function createSimulatedFunction(time: VirtualTime): SimulatedFunction {
  const usage: Usage = { requests: 0, compared: 0, reads: 0, writes: 0, functionMs: 0 };
  return {
    time,
    usage,
    async read() {
      usage.reads += 1;
      await time.sleep(callMs);
    },
    async write() {
      usage.writes += 1;
      await time.sleep(callMs);
    },
    async hash() {
      usage.compared += 1;
      await time.sleep(hashMs);
    },
    async request(work) {
      const startedAt = time.now();
      await work();
      usage.requests += 1;
      usage.functionMs += time.now() - startedAt;
    },
  };
}
