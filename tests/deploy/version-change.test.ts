import { describe, expect, it } from 'vitest';
import type { PreviousVersion } from '../../deploy/previous-version.ts';
import { followVersionChange } from '../../deploy/version-change.ts';

/** A stage with its bucket, and the memory of a folder. */
function stageWith(deployed: string | null, newest: string | null, remembered: string | null = null) {
  const state = { deployed, newest, remembered };
  const previous: PreviousVersion = {
    remember: version => {
      state.remembered = version;
    },
    read: () => state.remembered,
    forget: () => {
      state.remembered = null;
    },
  };
  const versions = { deployed: async () => state.deployed, newest: async () => state.newest };
  return { state, change: followVersionChange(versions, previous) };
}

describe('a deployment', () => {
  it('remembers the version that it replaces', async () => {
    const { state, change } = stageWith('1', '1');
    expect(await change.begin()).toEqual({ mustNotSkip: false });
    state.deployed = '2';
    await change.end();
    expect(state.remembered).toBe('1');
  });

  it('remembers nothing if it is the first one, or changes nothing', async () => {
    const first = stageWith(null, null, '0');
    await first.change.begin();
    first.state.deployed = '1';
    await first.change.end();
    expect(first.state.remembered).toBeNull();

    const unchanged = stageWith('1', '1', '0');
    await unchanged.change.begin();
    await unchanged.change.end();
    expect(unchanged.state.remembered).toBeNull();
  });

  it('that fails leaves nothing to go back to, since what runs is still the version of before', async () => {
    const { state, change } = stageWith('2', '2', '1');
    await change.begin();
    expect(state.remembered).toBeNull();
  });

  // The framework compares with the newest version in the bucket, which a rollback does not take away.
  it('is not skipped after a rollback', async () => {
    const { change } = stageWith('1', '2');
    expect(await change.begin()).toEqual({ mustNotSkip: true });
  });
});
