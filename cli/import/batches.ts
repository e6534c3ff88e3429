/** Puts the rows of a file together into batches. */
import { SourceFailure } from './source/source-failure.ts';
import type { Decision } from './users/decide-rows.ts';

/** The batches in their order. A file that cannot be read any further ends them, after what it had up to there. */
export async function* batchesOf(
  decisions: AsyncIterable<Decision>,
  rows: number,
  onFailure: (failure: SourceFailure) => void,
): AsyncGenerator<readonly Decision[]> {
  let batch: Decision[] = [];
  try {
    for await (const decision of decisions) {
      batch.push(decision);
      if (batch.length < rows) continue;
      yield batch;
      batch = [];
    }
  } catch (error) {
    if (!(error instanceof SourceFailure) || error.line === null) throw error;
    onFailure(error);
  }
  if (batch.length > 0) yield batch;
}
