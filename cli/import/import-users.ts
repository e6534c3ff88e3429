/** Imports the users of a file, batch by batch: decide, write the checkpoint, write the users, write the rejects. */

import { batchesOf } from './batches.ts';
import { type Checkpoint, readCheckpoint, removeCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { mintFor } from './mint.ts';
import { PrivateFile } from './private-file.ts';
import type { Progress } from './progress.ts';
import { appendRejects } from './rejects-file.ts';
import { passwordLine, rejectionOf } from './settled-row.ts';
import type { SourceFailure } from './source/source-failure.ts';
import type { Survey } from './survey.ts';
import type { Decision } from './users/decide-rows.ts';
import { inParallel } from './write/in-parallel.ts';
import { type Minted, rowOf } from './write/user-row.ts';
import type { WriteOutcome, WriteUser } from './write/write-user.ts';

/** What an import needs. */
export interface ImportParts {
  readonly decisions: AsyncIterable<Decision>;
  readonly survey: Survey;
  readonly writeUser: WriteUser;
  readonly progress: Progress;
  /** The SHA-256 of the file and of what was asked for. */
  readonly identity: string;
  readonly checkpointPath: string;
  readonly rejectsPath: string;
  /** Null if no passwords are generated. */
  readonly passwordsPath: string | null;
}

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
const batchRows = 2000;
/** Generating a password takes 20 ms. */
const batchRowsWithPasswords = 100;

const firstCheckpoint = (identity: string): Checkpoint => ({
  import: identity,
  rowsDone: 0,
  added: 0,
  unchanged: 0,
  replaced: 0,
  existing: 0,
  rejectsBytes: 0,
  passwordsBytes: 0,
  minted: {},
});

/** Users who came without an id or a password get theirs; those of a batch that was cut get the same as before. */
async function mintMissing(
  batch: readonly Decision[],
  earlier: Checkpoint['minted'],
): Promise<Checkpoint['minted']> {
  const minted: Record<string, Minted> = {};
  for (const decision of batch) {
    if (!('user' in decision)) continue;
    const { at, user } = decision;
    const made = earlier[at] ?? (await mintFor(user));
    if (made !== null) minted[at] = made;
  }
  return minted;
}

/**
 * Imports all users, or goes on where an import of the same file was cut.
 * @throws {UsageError} if a file is in the way; {DatabaseUnavailable} if the database is gone for long: the checkpoint stays
 */
export async function importUsers(parts: ImportParts): Promise<ImportReport> {
  const { survey, progress, passwordsPath } = parts;
  const resumed = await readCheckpoint(parts.checkpointPath, parts.identity);
  let checkpoint = resumed ?? firstCheckpoint(parts.identity);
  const openFile = (path: string, bytes: number) =>
    resumed === null ? PrivateFile.create(path) : PrivateFile.resume(path, bytes);
  const rejects = await openFile(parts.rejectsPath, checkpoint.rejectsBytes);
  const passwords = passwordsPath === null ? null : await openFile(passwordsPath, checkpoint.passwordsBytes);

  async function importBatch(batch: readonly Decision[]): Promise<void> {
    const minted = await mintMissing(batch, checkpoint.minted);
    checkpoint = { ...checkpoint, minted };
    await writeCheckpoint(parts.checkpointPath, checkpoint);
    const write = async (decision: Decision): Promise<WriteOutcome | 'rejected'> =>
      'user' in decision ? parts.writeUser(rowOf(decision.user, minted[decision.at] ?? {})) : 'rejected';
    const outcomes = await inParallel(batch, write);
    const settled = batch.map((decision, index) => ({ decision, outcome: outcomes[index] ?? 'rejected' }));
    const count = (wanted: WriteOutcome) => settled.filter(({ outcome }) => outcome === wanted).length;
    await appendRejects(
      rejects,
      settled.flatMap(({ decision, outcome }) => rejectionOf(decision, outcome, survey)),
    );
    const written = settled.filter(({ outcome }) => outcome !== 'exists');
    await passwords?.append(written.map(({ decision }) => passwordLine(decision, minted)).join(''));
    checkpoint = {
      ...checkpoint,
      rowsDone: checkpoint.rowsDone + batch.length,
      added: checkpoint.added + count('added'),
      unchanged: checkpoint.unchanged + count('unchanged'),
      replaced: checkpoint.replaced + count('replaced'),
      existing: checkpoint.existing + count('exists'),
      rejectsBytes: rejects.bytes,
      passwordsBytes: passwords?.bytes ?? 0,
      minted: {},
    };
  }

  let failure: SourceFailure | null = null;
  const resumedAtRow = checkpoint.rowsDone;
  let seen = 0;
  try {
    const size = passwords === null ? batchRows : batchRowsWithPasswords;
    for await (const batch of batchesOf(parts.decisions, size, error => (failure = error))) {
      const left = batch.slice(Math.max(resumedAtRow - seen, 0));
      seen += batch.length;
      if (left.length > 0) await importBatch(left);
      progress.update(seen - resumedAtRow, batch.at(-1)?.row.endByte ?? 0);
    }
  } finally {
    progress.end();
    await rejects.close();
    await passwords?.close();
  }
  await removeCheckpoint(parts.checkpointPath);
  const { added, unchanged, replaced } = checkpoint;
  return {
    added,
    unchanged,
    replaced,
    // The survey of this run has decided about all rows, and has seen the names that were taken in its own batches.
    rejected: survey.rejected + (resumed?.existing ?? 0),
    resumedAtRow,
    rejectsPath: rejects.bytes > 0 ? rejects.path : null,
    passwordsPath: (passwords?.bytes ?? 0) > 0 ? passwordsPath : null,
    failure,
  };
}
