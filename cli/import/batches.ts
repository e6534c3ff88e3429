/** Puts the rows of a file together into batches. */
import { SourceFailure } from './source/source-failure.ts';

/** The batches in their order. A file that cannot be read any further ends them, after what it had up to there. */
export async function* batchesOf<Row>(
  rows: AsyncIterable<Row>,
  size: number,
  onFailure: (failure: SourceFailure) => void,
): AsyncGenerator<readonly Row[]> {
  let batch: Row[] = [];
  try {
    for await (const row of rows) {
      batch.push(row);
      if (batch.length < size) continue;
      yield batch;
      batch = [];
    }
  } catch (error) {
    if (!(error instanceof SourceFailure) || error.line === null) throw error;
    onFailure(error);
  }
  if (batch.length > 0) yield batch;
}
