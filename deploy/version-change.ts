/** What a deployment changes about the version that runs: what it replaces, and whether it must not be skipped. */
import { waitForAll } from '../lib/wait-for-all.ts';
import type { PreviousVersion } from './previous-version.ts';
import type { Versions } from './versions.ts';

/** One deployment, before and after. */
export interface VersionChange {
  /**
   * Looks at what runs. A deployment must not be skipped after a rollback: the framework compares with the newest version
   * in the bucket, so it would take the version that was rolled back for the one that runs.
   */
  begin(): Promise<{ readonly mustNotSkip: boolean }>;
  /** Remembers what was replaced; nothing, if the same version runs as before. */
  end(): Promise<void>;
}

/** Follows one deployment. Until it has ended well, there is nothing to go back to. */
export function followVersionChange(versions: Versions, previous: PreviousVersion): VersionChange {
  let before: string | null = null;
  return {
    async begin() {
      previous.forget();
      const [deployed, newest] = await waitForAll([versions.deployed(), versions.newest()]);
      before = deployed;
      return { mustNotSkip: deployed !== newest };
    },
    async end() {
      if (before !== null && (await versions.deployed()) !== before) previous.remember(before);
    },
  };
}
