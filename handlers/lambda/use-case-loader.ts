/**
 * Loads the use cases with the first request, and again every 15 minutes: a warm instance can live for hours, and would
 * keep a secret that the operator has replaced.
 */
import type { Clock } from '../../lib/clock.ts';
import type { UseCases } from './composition.ts';

const reloadEveryMs = 900_000;

/**
 * Returns a function that returns the use cases. If the first load fails, it throws, and the next call tries again. If
 * a reload fails, the old ones stay until the next reload: who is signed in must not suffer from it.
 */
export function createUseCaseLoader(load: () => Promise<UseCases>, clock: Clock): () => Promise<UseCases> {
  let loaded: Promise<UseCases> | null = null;
  let loadedAtEpochMs = 0;

  function start(previous: UseCases | null): Promise<UseCases> {
    loadedAtEpochMs = clock.now();
    return load().catch((error: unknown) => {
      if (previous !== null) return previous;
      loaded = null;
      throw error;
    });
  }

  return async () => {
    loaded ??= start(null);
    const current = await loaded;
    if (Math.abs(clock.now() - loadedAtEpochMs) >= reloadEveryMs) loaded = start(current);
    return loaded ?? current;
  };
}
