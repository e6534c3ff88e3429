import { describe, expect, it } from 'vitest';
import { connectDatabase } from '../../../lib/database/dynamodb-client.ts';
import { createDatabaseTimeBudget } from '../../../lib/database/time-budget.ts';
import { createAccountCounter } from '../../../lib/rate-limit/account-counter.ts';
import { admit } from '../../../lib/rate-limit/admission.ts';
import { createNetworkCounter } from '../../../lib/rate-limit/network-counter.ts';
import type { Counter } from '../../../lib/rate-limit/slot.ts';
import { api, minuteMs, secondMs, start } from '../../support/counted-sign-ins.ts';
import { tables } from '../../support/test-function.ts';

const budget = createDatabaseTimeBudget(() => 0);
const duration = { usualMs: 100, longestMs: 200 };
const table = tables.ATTEMPTS_TABLE;

/** The counter of an account that has one slot. */
const account = () =>
  createAccountCounter(connectDatabase(), table, 'account', 'account', {
    freeAttempts: 1,
    maxAttempts: 1,
    forgivenEveryMs: minuteMs,
  });
const network = (maxAttempts: number) =>
  createNetworkCounter(connectDatabase(), table, 'network', maxAttempts, api.clock.now());

const reserve = async (counter: Counter) => (await counter.look(budget)).reserve(api.clock.now(), budget);

/** A counter, and what others do right before an attempt looks at it or reserves a slot of it. */
const contested = (
  counter: Counter,
  others: { readonly beforeLook?: () => Promise<unknown>; readonly beforeReserve?: () => Promise<unknown> },
): Counter => ({
  async look(time) {
    await others.beforeLook?.();
    const look = await counter.look(time);
    return {
      ...look,
      async reserve(nowEpochMs, reserveTime) {
        await others.beforeReserve?.();
        return look.reserve(nowEpochMs, reserveTime);
      },
    };
  },
});

/** What comes of an attempt, how often it looks, and how many permits to wait it takes. */
async function attempt(counters: readonly Counter[]) {
  let [looks, permits] = [0, 0];
  const countersAt = () => {
    looks += 1;
    return counters;
  };
  const takeWaitPermit = async () => {
    permits += 1;
    return true;
  };
  const gate = { countersAt, read: async () => ({ readAtLook: looks }) };
  const admission = await admit(gate, { takeWaitPermit, duration, clock: api.clock }, budget);
  return { admission, looks, permits };
}

describe('an attempt that has to pass two counters', () => {
  it('gives its slot of one back if others were faster at the other, and looks again', async () => {
    await start();
    const beforeReserve = () => reserve(account());
    const { admission, looks } = await attempt([network(5), contested(account(), { beforeReserve })]);
    expect(admission).toMatchObject({ admitted: false, refusedBy: 'account' });
    expect(looks).toBeGreaterThan(1);
    const items = await api.attempts();
    expect(items.find(({ counter }) => counter === 'network')).toMatchObject({ n: 1, open_to: 6 });
  });

  it('is refused by the first one that is blocked, until both are open', async () => {
    await start();
    await reserve(account());
    await reserve(network(1));
    api.clock.advance(secondMs);
    const opensInMs = 10 * minuteMs - (api.clock.now() % (10 * minuteMs));
    expect(await attempt([network(1), account()])).toEqual({
      admission: { admitted: false, refusedBy: 'network', retryAfterSeconds: opensInMs / secondMs },
      looks: 1,
      permits: 0,
    });
  });
});

describe('an attempt that waits', () => {
  it('takes one permit however often it looks, and then what is given back and read', async () => {
    await start();
    const other = await reserve(account());
    let looks = 0;
    const beforeLook = async () => {
      looks += 1;
      if (looks === 3) await other?.giveBack(api.clock.now(), budget);
    };
    expect(await attempt([contested(account(), { beforeLook })])).toMatchObject({
      admission: { admitted: true, slots: [{ failures: 1 }], found: { readAtLook: 3 } },
      looks: 3,
      permits: 1,
    });
  });
});
