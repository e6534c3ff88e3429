/**
 * Long random histories: the counters on a real database admit exactly what a simple model of the rate limit admits.
 */
import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedDatabase, localCredentials } from '../../dev/embedded-dynamodb.ts';
import { isConditionalCheckFailure } from '../../lib/database/conditional-check-failure.ts';
import { createDatabaseTimeBudget } from '../../lib/database/time-budget.ts';
import {
  type AccountPolicy,
  accountForgivenEveryMs,
  deviceForgivenEveryMs,
} from '../../lib/rate-limit/account-backoff.ts';
import { createAccountCounter } from '../../lib/rate-limit/account-counter.ts';
import { createNetworkCounter, networkWindowAt } from '../../lib/rate-limit/network-counter.ts';
import type { Counter, Slot } from '../../lib/rate-limit/slot.ts';
import { withSlotAtFirstLook } from '../../lib/rate-limit/slot-at-first-look.ts';
import { createVirtualClock, type VirtualClock } from '../support/clocks.ts';
import { createAccountModel, createNetworkModel, type RateLimitModel } from '../support/rate-limit-model.ts';
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
      fc.constantFrom(999, 1000, 1001, minuteMs, 30 * minuteMs - 1, 30 * minuteMs, 30 * minuteMs + 1),
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
  .record({
    freeAttempts: fc.integer({ min: 1, max: 5 }),
    more: fc.integer({ min: 0, max: 13 }),
    forgivenEveryMs: fc.constantFrom(accountForgivenEveryMs, deviceForgivenEveryMs),
  })
  .map(({ freeAttempts, more, forgivenEveryMs }) => ({
    freeAttempts,
    maxAttempts: freeAttempts + more,
    forgivenEveryMs,
  }));

/** A counter, and the model that it has to agree with. */
interface Subject {
  readonly model: RateLimitModel;
  counterAt(nowEpochMs: number): Counter;
  /** The key of the item that counts at a time. */
  keyAt(nowEpochMs: number): string;
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

/** Plays a history with both, and fails at the first attempt at which they differ. */
async function play({ model, counterAt, keyAt }: Subject, steps: readonly Step[], clock: VirtualClock) {
  /** One for each of the model's attempts. */
  const slots: Slot[] = [];
  const keys = new Set<string>();
  const startedAt = clock.now();

  /** A look, and a write if a slot is open. Null: others were faster. */
  async function tryToReserve() {
    const now = clock.now();
    const { nextSlotAtEpochMs, latestAttemptAtEpochMs, reserve } = await counterAt(now).look(time());
    keys.add(keyAt(now));
    if (nextSlotAtEpochMs > now) return { reserved: false, nextSlotAtEpochMs, latestAttemptAtEpochMs };
    const slot = await reserve(now, time());
    return slot === null ? null : { reserved: true, slot };
  }

  async function reserve(): Promise<number | null> {
    const now = clock.now();
    const { slot, ...found } = { slot: undefined, ...(await tryToReserve()) };
    expect(found, `the attempt at ${now - startedAt} ms`).toEqual(model.reserve(now));
    return slot === undefined ? null : slots.push(slot) - 1;
  }

  /** Those that others were faster than try again, one after the other. */
  async function reserveAtOnce(times: number): Promise<void> {
    const now = clock.now();
    const admitted = Array.from({ length: times }, () => model.reserve(now)).filter(
      ({ reserved }) => reserved,
    );
    const found = await Promise.all(Array.from({ length: times }, tryToReserve));
    for (const one of [...found]) if (one === null) found.push(await tryToReserve());
    expect(found.filter(one => one === null).length).toBeLessThan(times);
    const reserved = found.flatMap(one => (one?.slot === undefined ? [] : [one.slot]));
    expect(reserved, `${times} attempts at once at ${now - startedAt} ms`).toHaveLength(admitted.length);
    slots.push(...reserved.toSorted((one, other) => one.failures - other.failures));
  }

  async function succeed(back: number): Promise<void> {
    const index = slots.length + back;
    const slot = slots[index];
    if (slot === undefined || settled.has(slot)) return;
    // Its caller gives a slot back once, and the SDK does not repeat that call.
    settled.add(slot);
    model.succeed(index, clock.now());
    await slot.giveBack(clock.now(), time());
  }
  const settled = new Set<Slot>();

  async function deleteExpired(): Promise<void> {
    await Promise.all(Array.from(keys, key => deleteItemIfExpired(key, clock.now())));
  }

  const goToOpening = (offByMs = 0) =>
    clock.advance(Math.max(0, model.nextSlotAt(clock.now()) + offByMs - clock.now()));

  async function take(step: Step): Promise<void> {
    switch (step.step) {
      case 'guess': {
        const index = await reserve();
        if (step.right && index !== null) await succeed(-1);
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

function account(policy: AccountPolicy): Subject {
  const key = randomUUID();
  const counter = createAccountCounter(database(), table, 'account', key, policy);
  return { model: createAccountModel(policy), counterAt: () => counter, keyAt: () => key };
}

/** A device's counter tries for a slot while it is looked at. */
function device(policy: AccountPolicy): Subject {
  const key = randomUUID();
  const counter = createAccountCounter(database(), table, 'device', key, policy);
  return {
    model: createAccountModel(policy),
    counterAt: nowEpochMs => withSlotAtFirstLook(counter, nowEpochMs),
    keyAt: () => key,
  };
}

function network(maxAttempts: number): Subject {
  const name = randomUUID();
  const keyAt = (nowEpochMs: number) => `${name} ${networkWindowAt(nowEpochMs)}`;
  return {
    model: createNetworkModel(maxAttempts),
    counterAt: nowEpochMs =>
      createNetworkCounter(database(), table, keyAt(nowEpochMs), maxAttempts, nowEpochMs),
    keyAt,
  };
}

/** A success that is recorded after its item expired must not fail, and must not change the next item. */
const settledAfterExpiry: Step[] = [
  { step: 'guess', right: false },
  { step: 'let time pass', ms: 3 * dayMs, expiredGo: true },
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
const playAsDevice = () =>
  whileTimeLasts((policy: AccountPolicy, steps) => play(device(policy), steps, createVirtualClock()));
const playAsNetwork = () =>
  whileTimeLasts((max: number, steps) => play(network(max), steps, createVirtualClock()));

describe('the limit of an account', () => {
  it('admits what the model admits, whether attempts are wrong, right, crash or end late', {
    timeout,
  }, async () => {
    await fc.assert(fc.asyncProperty(accountPolicies, history(...oneByOne), playAsAccount()), {
      ...thorough(80),
      examples: [[{ freeAttempts: 1, maxAttempts: 1, forgivenEveryMs: 30 * minuteMs }, settledAfterExpiry]],
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

describe('the limit of a device', () => {
  it('admits what the model admits, and no more if many ask at the same time', { timeout }, async () => {
    await fc.assert(
      fc.asyncProperty(
        accountPolicies,
        history(...oneByOne, { weight: 4, arbitrary: guessAtOnce }),
        playAsDevice(),
      ),
      {
        ...thorough(60),
        examples: [[{ freeAttempts: 1, maxAttempts: 1, forgivenEveryMs: 30 * minuteMs }, settledAfterExpiry]],
      },
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
