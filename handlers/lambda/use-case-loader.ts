/**
 * Loads the use cases with the first request, and again every 15 minutes: a warm instance can live for hours, and would
 * keep a secret that the operator has replaced.
 */
import type { Clock } from '../../lib/clock.ts';
import { keysAreReloadedEveryMs } from '../../lib/secrets/load-keys.ts';
import type { UseCases } from './composition.ts';

/** What the loader needs. */
export interface UseCaseLoading {
  /** Loads them; a reload is within a request of a user who need not wait for it long. */
  load(isReload: boolean): Promise<UseCases>;
  /** Tells the operator that the old ones stay. */
  onReloadFailure(error: unknown): void;
  readonly clock: Clock;
}

/**
 * Returns a function that returns the use cases. If the first load fails, it throws, and the next call tries again. If
 * a reload fails, the old ones stay until the next reload, because signed-in users must not suffer from it.
 */
export function createUseCaseLoader({
  load,
  onReloadFailure,
  clock,
}: UseCaseLoading): () => Promise<UseCases> {
  let loaded: Promise<UseCases> | null = null;
  let loadedAtEpochMs = 0;

  function start(previous: UseCases | null): Promise<UseCases> {
    loadedAtEpochMs = clock.now();
    return load(previous !== null).catch((error: unknown) => {
      if (previous === null) {
        loaded = null;
        throw error;
      }
      onReloadFailure(error);
      return previous;
    });
  }

  return async () => {
    loaded ??= start(null);
    const current = await loaded;
    if (Math.abs(clock.now() - loadedAtEpochMs) >= keysAreReloadedEveryMs) loaded = start(current);
    return loaded ?? current;
  };
}
