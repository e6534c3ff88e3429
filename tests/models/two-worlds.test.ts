/** Strangers cannot tell a name that exists from one that does not, nor whether its owner signs in. */
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FaultyDatabase, startFaultyDatabase } from '../support/faulty-database.ts';
import { type OwnersRequest, type StrangersRequest, startWorld, type World } from '../support/two-worlds.ts';

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

let database: FaultyDatabase;
beforeAll(async () => {
  database = await startFaultyDatabase();
});
afterAll(() => database.stop());
beforeEach(() => {
  // Two requests that wait must wait equally long.
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  vi.restoreAllMocks();
});

type Step =
  | { readonly step: 'guess'; readonly times: number; readonly request: StrangersRequest }
  /** As often as the answers allow, for so many guesses. */
  | { readonly step: 'guess as soon as admitted'; readonly times: number; readonly address: number }
  | { readonly step: 'owner'; readonly times: number; readonly request: OwnersRequest }
  | { readonly step: 'let time pass'; readonly ms: number };

const plain = { noNullPrototype: true } as const;
const address = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat({ max: 9 }));
const forged = `${'x'.repeat(16)}.9999999999.${'x'.repeat(22)}.${'x'.repeat(43)}`;

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record(
      {
        step: fc.constant('guess' as const),
        times: fc.integer({ min: 1, max: 6 }),
        request: fc.record(
          {
            route: fc.constantFrom('signin' as const, 'changePassword' as const),
            address,
            deviceToken: fc.constantFrom(null, null, null, forged),
          },
          plain,
        ),
      },
      plain,
    ),
  },
  {
    weight: 1,
    arbitrary: fc.record(
      {
        step: fc.constant('guess as soon as admitted' as const),
        times: fc.integer({ min: 1, max: 8 }),
        address,
      },
      plain,
    ),
  },
  {
    weight: 5,
    arbitrary: fc.record(
      {
        step: fc.constant('owner' as const),
        times: fc.integer({ min: 1, max: 4 }),
        request: fc.record({ isRight: fc.boolean(), showsDevice: fc.boolean(), address }, plain),
      },
      plain,
    ),
  },
  {
    weight: 4,
    arbitrary: fc.record(
      {
        step: fc.constant('let time pass' as const),
        ms: fc.oneof(
          fc.constantFrom(999, 1000, 1001, minuteMs, 30 * minuteMs, hourMs, dayMs),
          fc.integer({ min: 1, max: 10 * secondMs }),
          fc.integer({ min: 1, max: hourMs }),
          fc.integer({ min: 1, max: 10 * dayMs }),
        ),
      },
      plain,
    ),
  },
);

const settings = fc
  .record({
    free: fc.integer({ min: 1, max: 5 }),
    more: fc.nat({ max: 5 }),
    network: fc.integer({ min: 2, max: 9 }),
  })
  .map(({ free, more, network }) => ({
    ACCOUNT_FREE_ATTEMPTS: String(free),
    ACCOUNT_MAX_ATTEMPTS: String(free + more),
    NETWORK_MAX_ATTEMPTS: String(network),
  }));

/** All history ends here: the counters of the longest lock are forgiven by then. */
const longestMs = 40 * dayMs;

/** Plays a history in both worlds, and fails at the first request whose answers or calls differ. */
async function play(inA: World, inB: World, steps: readonly Step[]): Promise<void> {
  const startedAt = inA.now();

  /** What the owner does can take time. The stranger's clock is one. */
  function advance(ms = 0): void {
    const now = Math.max(inA.now(), inB.now()) + ms;
    for (const world of [inA, inB]) world.advance(now - world.now());
  }

  async function ask(request: StrangersRequest): Promise<number> {
    const at = inA.now() - startedAt;
    const [a, b] = [await inA.ask(request), await inB.ask(request)];
    expect(a, `the answer at ${at} ms`).toEqual(b);
    advance();
    return Number(a.headers['retry-after'] ?? 0);
  }

  /** Without a known device the owner's mistakes count like anybody's; the last test is about that. */
  async function ownerSignsIn(request: OwnersRequest): Promise<void> {
    const isRight = request.isRight || !(request.showsDevice && inA.hasDevice());
    await inA.ownerSignsIn({ ...request, isRight });
    advance();
  }

  async function take(step: Step): Promise<void> {
    switch (step.step) {
      case 'guess':
        for (let i = 0; i < step.times; i++) await ask(step.request);
        return;
      case 'guess as soon as admitted':
        for (let i = 0; i < step.times; i++) {
          const request = { route: 'signin', address: step.address, deviceToken: null } as const;
          advance((await ask(request)) * secondMs);
        }
        return;
      case 'owner':
        for (let i = 0; i < step.times; i++) await ownerSignsIn(step.request);
        return;
      case 'let time pass':
        if (inA.now() - startedAt + step.ms < longestMs) advance(step.ms);
    }
  }

  for (const step of steps) await take(step);
}

async function inTwoWorlds<T>(
  limits: Record<string, string>,
  work: (inA: World, inB: World) => Promise<T>,
): Promise<T> {
  const [inA, inB] = [await startWorld(database, true, limits), await startWorld(database, false, limits)];
  try {
    return await work(inA, inB);
  } finally {
    await Promise.all([inA.end(), inB.end()]);
  }
}

const guess = (address = 1): StrangersRequest => ({ route: 'signin', address, deviceToken: null });

describe('a stranger without a device token', () => {
  it('gets the same answers in both worlds, from the same calls to the database', {
    timeout: 180_000,
  }, async () => {
    const endsAt = Date.now() + 25_000;
    let hasFailed = false;
    const history = fc.array(step, { maxLength: 40, size: 'max' });
    await fc.assert(
      fc.asyncProperty(settings, history, async (limits, steps) => {
        // A slow machine plays fewer histories, but has time to shrink one that fails.
        if (!hasFailed && Date.now() > endsAt) return;
        await inTwoWorlds(limits, (inA, inB) => play(inA, inB, steps)).catch(error => {
          hasFailed = true;
          throw error;
        });
      }),
      { numRuns: 60, verbose: true, interruptAfterTimeLimit: 150_000 },
    );
  });

  it('does not see from the address of the owner that its names are known there', async () => {
    const limits = { NETWORK_MAX_ATTEMPTS: '50' };
    await inTwoWorlds(limits, async (inA, inB) => {
      await inA.ownerSignsIn({ isRight: true, showsDevice: false, address: 0 });
      for (const world of [inA, inB]) for (let i = 0; i < 60; i++) await world.ask(guess(0));
      expect(await inA.ask(guess(0))).toEqual(await inB.ask(guess(0)));
    });
  });

  it('does not see hours after nine guesses whether the owner signed in meanwhile', async () => {
    await inTwoWorlds({}, async (inA, inB) => {
      for (const world of [inA, inB]) {
        for (let i = 0; i < 9; i++) {
          world.advance(Number((await world.ask(guess())).headers['retry-after'] ?? 0) * secondMs);
        }
        world.advance(3 * hourMs);
      }
      await inA.ownerSignsIn({ isRight: true, showsDevice: false, address: 0 });
      for (let i = 0; i < 9; i++) expect(await inA.ask(guess())).toEqual(await inB.ask(guess()));
    });
  });

  it('sees in five guesses that the owner mistyped without a known device within the half hour', async () => {
    await inTwoWorlds({}, async (inA, inB) => {
      await inA.ownerSignsIn({ isRight: false, showsDevice: false, address: 0 });
      for (const world of [inA, inB]) for (let i = 0; i < 4; i++) await world.ask(guess());
      expect((await inA.ask(guess())).status).toBe(429);
      expect((await inB.ask(guess())).status).toBe(400);
    });
  });
});
