/** Imports the users of a file, batch by batch, or goes on where an import of the same file was cut. */
import { BatchImporter, type BatchParts } from './batch-importer.ts';
import { batchesOf } from './batches.ts';
import type { Progress } from './progress.ts';
import type { SourceFailure } from './source/source-failure.ts';
import type { Decision } from './users/decide-rows.ts';

/** How an import ended. */
export interface ImportReport {
  readonly added: number;
  readonly unchanged: number;
  readonly replaced: number;
  readonly rejected: number;
  /** How many rows an earlier run had done. */
  readonly resumedAtRow: number;
  /** Null if no row was rejected. */
  readonly rejectsPath: string | null;
  /** Null if no password was generated. */
  readonly passwordsPath: string | null;
  /** Why the file could not be read to its end. All before that is done. */
  readonly failure: SourceFailure | null;
}

/** The loss if the process is killed, and the pause at the end of a batch, are both a fraction of a second. */
const batchRows = 1000;
/** Generating a password takes 20 ms. */
const batchRowsWithPasswords = 100;

/**
 * Imports all users that were decided about. The checkpoint stays, for whatever comes after them.
 * @throws {UsageError} if a file is in the way; {ConnectionFailure} if the database refuses or is gone
 */
export async function importInBatches(
  decisions: AsyncIterable<Decision>,
  parts: BatchParts,
  progress: Progress,
): Promise<ImportReport> {
  const importer = await BatchImporter.open(parts);
  const { rowsDone: resumedAtRow } = importer.checkpoint;
  const { rejects, passwords } = importer;
  let failure: SourceFailure | null = null;
  let seen = 0;
  try {
    const size = passwords === null ? batchRows : batchRowsWithPasswords;
    for await (const batch of batchesOf(decisions, size, reason => {
      failure = reason;
    })) {
      const doneBefore = Math.min(Math.max(resumedAtRow - seen, 0), batch.length);
      if (doneBefore < batch.length) await importer.import(batch.slice(doneBefore));
      seen += batch.length;
      progress.update(Math.max(seen - resumedAtRow, 0), batch.at(-1)?.row.endByte ?? 0);
    }
    await importer.end();
  } finally {
    progress.end();
    await importer.close();
  }
  const { added, unchanged, replaced } = importer.checkpoint;
  return {
    added,
    unchanged,
    replaced,
    rejected: parts.survey.rejected,
    resumedAtRow,
    rejectsPath: rejects.bytes > 0 ? rejects.path : null,
    passwordsPath: passwords !== null && passwords.bytes > 0 ? passwords.path : null,
    failure,
  };
}
