/** Time that passes only when everybody sleeps, so that hours of an attack take seconds. */

/** A clock, and what sleeps by it. */
export interface VirtualTime {
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** Runs until nothing sleeps any more. */
  run(): Promise<void>;
}

interface Sleeper {
  readonly wakesAt: number;
  readonly order: number;
  wake(): void;
}

const isBefore = (one: Sleeper, other: Sleeper) =>
  one.wakesAt < other.wakesAt || (one.wakesAt === other.wakesAt && one.order < other.order);

/** Time from a start in milliseconds since 1970. */
export function createVirtualTime(startMs: number): VirtualTime {
  let now = startMs;
  let started = 0;
  /** A binary heap: who wakes next is first. */
  const sleepers: Sleeper[] = [];

  function swap(i: number, j: number): void {
    const [one, other] = [sleepers[i], sleepers[j]];
    if (one !== undefined && other !== undefined) [sleepers[i], sleepers[j]] = [other, one];
  }
  const isEarlier = (i: number, j: number) => {
    const [one, other] = [sleepers[i], sleepers[j]];
    return one !== undefined && (other === undefined || isBefore(one, other));
  };

  function push(sleeper: Sleeper): void {
    let i = sleepers.push(sleeper) - 1;
    while (i > 0 && isEarlier(i, (i - 1) >> 1)) {
      swap(i, (i - 1) >> 1);
      i = (i - 1) >> 1;
    }
  }

  function pop(): Sleeper | undefined {
    swap(0, sleepers.length - 1);
    const first = sleepers.pop();
    for (let i = 0; ; ) {
      const child = isEarlier(2 * i + 2, 2 * i + 1) ? 2 * i + 2 : 2 * i + 1;
      if (!isEarlier(child, i)) return first;
      swap(i, child);
      i = child;
    }
  }

  return {
    now: () => now,
    sleep: milliseconds =>
      new Promise(wake => {
        started += 1;
        push({ wakesAt: now + milliseconds, order: started, wake });
      }),
    async run() {
      for (let next = pop(); next !== undefined; next = pop()) {
        now = next.wakesAt;
        next.wake();
        // Whoever woke up goes on until it sleeps again: a tick comes when no promise can go on.
        await new Promise(process.nextTick);
      }
    },
  };
}
