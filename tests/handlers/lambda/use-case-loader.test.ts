import { describe, expect, it } from 'vitest';
import type { UseCases } from '../../../handlers/lambda/composition.ts';
import { createUseCaseLoader } from '../../../handlers/lambda/use-case-loader.ts';
import { createVirtualClock } from '../../support/clocks.ts';

const minuteMs = 60_000;

/** Loads use cases that can be told apart, and fails while `isBroken` is set. */
function createLoader() {
  const clock = createVirtualClock();
  const state = { loads: 0, isBroken: false, reloadFailures: [] as unknown[] };
  const load = createUseCaseLoader({
    async load() {
      state.loads += 1;
      if (state.isBroken) throw new Error('out of order');
      // No test calls them.
      return { nowEpochSeconds: () => state.loads } as UseCases;
    },
    onReloadFailure: error => state.reloadFailures.push(error),
    clock,
  });
  return { clock, state, load };
}

describe('the use cases', () => {
  it('are loaded once for parallel requests', async () => {
    const { state, load } = createLoader();
    const [one, other] = await Promise.all([load(), load()]);
    expect(one).toBe(other);
    expect(state.loads).toBe(1);
  });

  it('are loaded again after 15 minutes, and not before', async () => {
    const { clock, state, load } = createLoader();
    const first = await load();
    clock.advance(15 * minuteMs - 1);
    expect(await load()).toBe(first);
    clock.advance(1);
    const [second, same] = await Promise.all([load(), load()]);
    expect(second).not.toBe(first);
    expect(same).toBe(second);
    expect(state.loads).toBe(2);
  });

  it('stay as they are if loading them again fails, which is reported and tried again 15 minutes later', async () => {
    const { clock, state, load } = createLoader();
    const first = await load();
    state.isBroken = true;
    clock.advance(15 * minuteMs);
    expect(await load()).toBe(first);
    expect(await load()).toBe(first);
    expect(state.loads).toBe(2);
    expect(state.reloadFailures).toEqual([new Error('out of order')]);
    state.isBroken = false;
    clock.advance(15 * minuteMs);
    expect(await load()).not.toBe(first);
  });

  it('are loaded with the next request if the first load fails', async () => {
    const { state, load } = createLoader();
    state.isBroken = true;
    await expect(load()).rejects.toThrow('out of order');
    state.isBroken = false;
    await load();
    expect(state.loads).toBe(2);
  });
});
