/** Instances of the function: as many as there are cores to hash on. If all are busy, a call waits for its turn. */
import { availableParallelism } from 'node:os';
import type { FunctionBundle } from './function-bundle.ts';
import type { FunctionInstance } from './function-instance.ts';

/** Hashing keeps a core busy, so more instances than cores would only take memory. */
const maxInstances = 4;

/** How many instances there are on this machine. */
export const poolSize = Math.min(availableParallelism(), maxInstances);

/** Calls the function. */
export interface InstancePool {
  invoke(event: unknown): Promise<unknown>;
  end(): Promise<void>;
}

/** An instance, and the code that it runs. */
interface IdleInstance {
  readonly bundle: FunctionBundle;
  readonly instance: FunctionInstance;
}

/** A pool of `size` instances at most, each started when it is first needed, and again when the code has changed. */
export function createInstancePool(
  size: number,
  latestBundle: () => Promise<FunctionBundle>,
  start: (bundle: FunctionBundle) => Promise<FunctionInstance>,
): InstancePool {
  const idle: IdleInstance[] = [];
  const waiting: (() => void)[] = [];
  let free = size;
  let hasEnded = false;

  async function waitForTurn(): Promise<void> {
    if (free > 0) free -= 1;
    else await new Promise<void>(resolve => waiting.push(resolve));
  }

  /** The call that has waited for longest is next. */
  function endTurn(): void {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  }

  async function take(): Promise<IdleInstance> {
    const bundle = await latestBundle();
    for (let kept = idle.pop(); kept !== undefined; kept = idle.pop()) {
      if (kept.bundle === bundle && kept.instance.isRunning()) return kept;
      await kept.instance.end();
    }
    return { bundle, instance: await start(bundle) };
  }

  return {
    async invoke(event) {
      await waitForTurn();
      try {
        const kept = await take();
        try {
          return await kept.instance.invoke(event);
        } finally {
          if (hasEnded) await kept.instance.end();
          else if (kept.instance.isRunning()) idle.push(kept);
        }
      } finally {
        endTurn();
      }
    },
    async end() {
      hasEnded = true;
      await Promise.all(idle.splice(0).map(({ instance }) => instance.end()));
    },
  };
}
