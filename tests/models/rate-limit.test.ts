/** Long random histories: the counters on a real database admit exactly what a simple model of the rate limit admits. */
import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedDatabase, localCredentials } from '../../dev/embedded-dynamodb.ts';
import { isConditionalCheckFailure } from '../../lib/database/conditional-check-failure.ts';
import { createDatabaseTimeBudget } from '../../lib/database/time-budget.ts';
import type { AccountPolicy } from '../../lib/rate-limit/account-backoff.ts';
import { createAccountCounter } from '../../lib/rate-limit/account-counter.ts';
import type { AccountSlot } from '../../lib/rate-limit/account-counter-item.ts';
import { createNetworkCounter, type NetworkSlot } from '../../lib/rate-limit/network-counter.ts';
import type { SlotLookup } from '../../lib/rate-limit/slot.ts';
import { createVirtualClock, type VirtualClock } from '../support/clocks.ts';
import {
  createAccountModel,
  createNetworkModel,
  type ModelLookup,
  type RateLimitModel,
} from '../support/rate-limit-model.ts';
import { startTestDatabase } from '../support/test-database.ts';

const table = 'signin-staging-attempts';
const minuteMs = 60_000;
const dayMs = 86_400_000;

let server: EmbeddedDatabase;
let client: DynamoDBDocumentClient;
beforeAll(async () => {
  server = await startTestDatabase();
  const { endpoint } = server;
  // Each call is sent once and may take its time: a slow machine must not count an attempt twice.
  client = DynamoDBDocumentClient.from(
    new DynamoDBClient({ endpoint, region: 'local', credentials: localCredentials, maxAttempts: 1 }),
  );
});
afterAll(async () => {
  client.destroy();
  await server.stop();
});

/** A step of a history. A wrong guess and a crash leave the same behind: a slot that is never settled. */
type Step =
  | { readonly step: 'guess'; readonly right: boolean }
  /** Wrong guesses, each as soon as the model admits it. */
  | { readonly step: 'fail in a row'; readonly times: number }
  /** Guesses at the same time, all wrong. */
  | { readonly step: 'guess at once'; readonly times: number }
  /** An earlier guess turns out to be right only now. `back` counts from the latest one. */
  | { readonly step: 'settle late'; readonly back: number }
  /** DynamoDB may or may not have deleted items that have expired. */
  | { readonly step: 'let time pass'; readonly ms: number; readonly expiredGo: boolean }
  | { readonly step: 'go to where a slot opens'; readonly offByMs: number };

/** Plain objects: a counterexample is easier to read. */
const plain = { noNullPrototype: true } as const;

const guess = fc.record({ step: fc.constant('guess' as const), right: fc.boolean() }, plain);
const failInARow = fc.record(
  { step: fc.constant('fail in a row' as const), times: fc.integer({ min: 1, max: 14 }) },
  plain,
);
const guessAtOnce = fc.record(
  { step: fc.constant('guess at once' as const), times: fc.integer({ min: 2, max: 8 }) },
  plain,
);
const settleLate = fc.record(
  {
    step: fc.constant('settle late' as const),
    back: fc.oneof(fc.nat({ max: 6 }), fc.nat({ max: 40 })),
  },
  plain,
);
const letTimePass = fc.record(
  {
    step: fc.constant('let time pass' as const),
    ms: fc.oneof(
      fc.integer({ min: 1, max: 5000 }),
      fc.integer({ min: 1, max: 30 * minuteMs }),
      fc.integer({ min: 1, max: 3 * dayMs }),
      fc.constantFrom(999, 1000, 1001, dayMs - 1000, dayMs - 1, dayMs, dayMs + 1),
    ),
    expiredGo: fc.boolean(),
  },
  plain,
);
const goToOpening = fc.record(
  { step: fc.constant('go to where a slot opens' as const), offByMs: fc.constantFrom(0, -1, 1) },
  plain,
);

const oneByOne: fc.WeightedArbitrary<Step>[] = [
  { weight: 6, arbitrary: guess },
  { weight: 2, arbitrary: failInARow },
  { weight: 4, arbitrary: settleLate },
  { weight: 4, arbitrary: letTimePass },
  { weight: 3, arbitrary: goToOpening },
];
const history = (...steps: fc.WeightedArbitrary<Step>[]) =>
  fc.array(fc.oneof(...steps), { maxLength: 40, size: 'max' });

const accountPolicies: fc.Arbitrary<AccountPolicy> = fc
  .record({ freeAttempts: fc.integer({ min: 1, max: 5 }), more: fc.integer({ min: 0, max: 13 }) })
  .map(({ freeAttempts, more }) => ({ freeAttempts, maxAttempts: freeAttempts + more }));

/** A counter, and the model that it has to agree with. */
interface Subject<Slot> {
  readonly model: RateLimitModel;
  /** The order of slots that were reserved at the same time: the order of the model's attempts. */
  readonly inOrder: (a: Slot, b: Slot) => number;
  reserve(nowEpochMs: number): Promise<SlotLookup<Slot>>;
  succeed(slot: Slot): Promise<void>;
  /** The key of the item that counts a slot. */
  itemKeyOf(slot: Slot): string;
}

async function deleteItemIfExpired(counter: string, nowEpochMs: number): Promise<void> {
  try {
    await client.send(
      new DeleteCommand({
        TableName: table,
        Key: { counter },
        ConditionExpression: 'expires_at <= :now',
        ExpressionAttributeValues: { ':now': nowEpochMs / 1000 },
      }),
    );
  } catch (error) {
    if (!isConditionalCheckFailure(error)) throw error;
  }
}

/** The part of a lookup that model and counter have to agree on. */
function comparable<Slot>(found: SlotLookup<Slot>): ModelLookup {
  if (found.reserved) return { reserved: true };
  const { nextSlotAtEpochMs, latestAttemptAtEpochMs } = found;
  return { reserved: false, nextSlotAtEpochMs, latestAttemptAtEpochMs };
}

/** Plays a history with both, and fails at the first lookup at which they differ. */
async function play<Slot>(subject: Subject<Slot>, steps: readonly Step[], clock: VirtualClock) {
  const { model } = subject;
  /** One for each of the model's attempts. */
  const slots: Slot[] = [];
  const startedAt = clock.now();

  async function reserve(): Promise<number | null> {
    const now = clock.now();
    const found = await subject.reserve(now);
    expect(comparable(found), `the lookup at ${now - startedAt} ms`).toEqual(model.reserve(now));
    return found.reserved ? slots.push(found.slot) - 1 : null;
  }

  /**
   * An attempt that was refused although a slot was free has to see that it went at this moment, and gets one at the
   * next lookup.
   */
  async function reserveAtOnce(times: number): Promise<void> {
    const now = clock.now();
    const admitted = Array.from({ length: times }, () => model.reserve(now)).filter(
      ({ reserved }) => reserved,
    );
    const found = await Promise.all(Array.from({ length: times }, () => subject.reserve(now)));
    const refused = found.filter(({ reserved }) => !reserved);
    if (admitted.length > 0) {
      for (const loser of refused) expect(loser).toMatchObject({ latestAttemptAtEpochMs: now });
    }
    for (const _ of refused) found.push(await subject.reserve(now));
    const reserved = found.flatMap(one => (one.reserved ? [one.slot] : []));
    expect(reserved, `${times} lookups at once at ${now - startedAt} ms`).toHaveLength(admitted.length);
    slots.push(...reserved.toSorted(subject.inOrder));
  }

  async function succeed(index: number): Promise<void> {
    const [slot, attempt] = [slots.at(index), model.attempts.at(index)];
    if (slot === undefined || attempt === undefined) return;
    attempt.succeeded = true;
    await subject.succeed(slot);
  }

  async function deleteExpired(): Promise<void> {
    const keys = new Set(slots.map(subject.itemKeyOf));
    await Promise.all(Array.from(keys, key => deleteItemIfExpired(key, clock.now())));
  }

  const goToOpening = (offByMs = 0) =>
    clock.advance(Math.max(0, model.nextSlotAt(clock.now()) + offByMs - clock.now()));

  async function take(step: Step): Promise<void> {
    switch (step.step) {
      case 'guess': {
        const index = await reserve();
        if (step.right && index !== null) await succeed(index);
        return;
      }
      case 'fail in a row':
        for (let i = 0; i < step.times; i++) {
          goToOpening();
          await reserve();
        }
        return;
      case 'guess at once':
        return reserveAtOnce(step.times);
      case 'settle late':
        return succeed(-1 - step.back);
      case 'let time pass':
        clock.advance(step.ms);
        if (step.expiredGo) await deleteExpired();
        return;
      case 'go to where a slot opens':
        return goToOpening(step.offByMs);
    }
  }

  for (const step of steps) await take(step);
}

const time = () => createDatabaseTimeBudget(Date.now, 60_000);
const database = () => ({ read: client, write: client, writeOnce: client });

function account(policy: AccountPolicy): Subject<AccountSlot> {
  const counters = createAccountCounter(database(), table, policy);
  const counter = randomUUID();
  return {
    model: createAccountModel(policy),
    inOrder: (a, b) => a.ordinal - b.ordinal,
    reserve: nowEpochMs => counters.reserve(counter, nowEpochMs, time()),
    succeed: slot => counters.recordSuccess(counter, slot, time()),
    itemKeyOf: () => counter,
  };
}

function network(maxAttempts: number): Subject<NetworkSlot> {
  const key = randomUUID();
  const counters = createNetworkCounter(database(), table, maxAttempts, counter => `${key} ${counter}`);
  const released = new Set<NetworkSlot>();
  return {
    model: createNetworkModel(maxAttempts),
    inOrder: () => 0,
    reserve: nowEpochMs => counters.reserve('203.0.113.7', nowEpochMs, time()),
    async succeed(slot) {
      // Its caller releases a slot once, and the SDK does not repeat that call.
      if (!released.has(slot)) await counters.release(slot, time());
      released.add(slot);
    },
    itemKeyOf: ({ counter }) => counter,
  };
}

/** A success that is recorded after its item expired must not fail, and must not change the next item. */
const settledAfterExpiry: Step[] = [
  { step: 'guess', right: false },
  { step: 'let time pass', ms: dayMs + 1000, expiredGo: true },
  { step: 'settle late', back: 0 },
  { step: 'guess', right: false },
  { step: 'settle late', back: 1 },
  { step: 'guess', right: false },
];

/** A slow machine plays fewer histories, but has time to shrink one that fails. */
function whileTimeLasts<Policy>(run: (policy: Policy, steps: Step[]) => Promise<void>) {
  const endsAt = Date.now() + 6000;
  let hasFailed = false;
  return async (policy: Policy, steps: Step[]) => {
    if (!hasFailed && Date.now() > endsAt) return;
    try {
      await run(policy, steps);
    } catch (error) {
      hasFailed = true;
      throw error;
    }
  };
}

/** A failure lists each shorter history that fails too, and has time to find the shortest. */
const thorough = (numRuns: number) => ({ numRuns, verbose: true, interruptAfterTimeLimit: 100_000 });
const timeout = 120_000;

const playAsAccount = () =>
  whileTimeLasts((policy: AccountPolicy, steps) => play(account(policy), steps, createVirtualClock()));
const playAsNetwork = () =>
  whileTimeLasts((max: number, steps) => play(network(max), steps, createVirtualClock()));

describe('the limit of an account', () => {
  it('admits what the model admits, whether attempts are wrong, right, crash or end late', {
    timeout,
  }, async () => {
    await fc.assert(fc.asyncProperty(accountPolicies, history(...oneByOne), playAsAccount()), {
      ...thorough(80),
      examples: [[{ freeAttempts: 1, maxAttempts: 1 }, settledAfterExpiry]],
    });
  });

  it('admits no more guesses if many ask at the same time', { timeout }, async () => {
    await fc.assert(
      fc.asyncProperty(
        accountPolicies,
        history(...oneByOne, { weight: 6, arbitrary: guessAtOnce }),
        playAsAccount(),
      ),
      thorough(35),
    );
  });
});

describe('the limit of a network', () => {
  const maxAttempts = fc.integer({ min: 1, max: 12 });

  it('admits what the model admits, whether attempts are wrong, right, crash or end late', {
    timeout,
  }, async () => {
    await fc.assert(fc.asyncProperty(maxAttempts, history(...oneByOne), playAsNetwork()), {
      ...thorough(40),
      examples: [[1, settledAfterExpiry]],
    });
  });

  it('admits no more guesses if many ask at the same time', { timeout }, async () => {
    await fc.assert(
      fc.asyncProperty(
        maxAttempts,
        history(...oneByOne, { weight: 6, arbitrary: guessAtOnce }),
        playAsNetwork(),
      ),
      thorough(25),
    );
  });
});
