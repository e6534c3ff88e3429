/** Imports one batch after the other: the checkpoint first, then the users, then the files about them. */
import { type Checkpoint, firstCheckpoint, readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { mintFor } from './mint.ts';
import { PrivateFile } from './private-file.ts';
import { appendRejects } from './rejects-file.ts';
import { passwordLine, rejectionOf } from './settled-row.ts';
import type { Survey } from './survey.ts';
import type { Decision } from './users/decide-rows.ts';
import { type Minted, rowOf } from './write/user-row.ts';
import type { WriteOutcome } from './write/write-user.ts';
import type { WriterPool } from './write/writer-pool.ts';

/** What importing a batch needs. */
export interface BatchParts {
  readonly survey: Survey;
  readonly writers: WriterPool;
  /** The SHA-256 of the file and of what was asked for. */
  readonly identity: string;
  readonly checkpointPath: string;
  readonly rejectsPath: string;
  /** Null if no passwords are generated. */
  readonly passwordsPath: string | null;
}

/** Users who came without an id or a password get theirs; those of a batch that was cut get the same as before. */
async function mintMissing(
  batch: readonly Decision[],
  earlier: Checkpoint['minted'],
): Promise<Checkpoint['minted']> {
  const minted: Record<string, Minted> = {};
  for (const decision of batch) {
    if (!('user' in decision)) continue;
    const made = earlier[decision.at] ?? (await mintFor(decision.user));
    if (made !== null) minted[decision.at] = made;
  }
  return minted;
}

/** The import of the batches of a file. */
export class BatchImporter {
  readonly #parts: BatchParts;
  readonly rejects: PrivateFile;
  readonly passwords: PrivateFile | null;
  #checkpoint: Checkpoint;

  private constructor(
    parts: BatchParts,
    checkpoint: Checkpoint,
    rejects: PrivateFile,
    passwords: PrivateFile | null,
  ) {
    this.#parts = parts;
    this.#checkpoint = checkpoint;
    this.rejects = rejects;
    this.passwords = passwords;
  }

  /**
   * Begins, or goes on where an import of the same file was cut.
   * @throws {UsageError} if a file is in the way
   */
  static async open(parts: BatchParts): Promise<BatchImporter> {
    const resumed = await readCheckpoint(parts.checkpointPath, parts.identity);
    const checkpoint = resumed ?? firstCheckpoint(parts.identity);
    const file = (path: string, bytes: number) =>
      resumed === null ? PrivateFile.create(path) : PrivateFile.resume(path, bytes);
    const { passwordsPath } = parts;
    return new BatchImporter(
      parts,
      checkpoint,
      await file(parts.rejectsPath, checkpoint.rejectsBytes),
      passwordsPath === null ? null : await file(passwordsPath, checkpoint.passwordsBytes),
    );
  }

  /** How far it has come. */
  get checkpoint(): Checkpoint {
    return this.#checkpoint;
  }

  /** Imports the next rows. */
  async import(batch: readonly Decision[]): Promise<void> {
    const { survey, writers, checkpointPath } = this.#parts;
    const minted = await mintMissing(batch, this.#checkpoint.minted);
    await writeCheckpoint(checkpointPath, { ...this.#checkpoint, minted });
    const users = batch.filter(decision => 'user' in decision);
    const outcomes = await writers.write(users.map(({ at, user }) => rowOf(user, minted[at] ?? {})));
    const written = users.filter((_, index) => outcomes[index] !== 'exists');
    for (const decision of written) survey.addUser(decision);
    const isWritten = new Set<Decision>(written);
    const rejected = batch.filter(decision => !isWritten.has(decision));
    await appendRejects(
      this.rejects,
      rejected.map(decision => rejectionOf(decision, survey)),
    );
    await this.passwords?.append(written.map(decision => passwordLine(decision, minted)).join(''));
    this.#count(batch.length, outcomes);
  }

  async close(): Promise<void> {
    await this.rejects.close();
    await this.passwords?.close();
  }

  #count(rows: number, outcomes: readonly WriteOutcome[]): void {
    const count = (wanted: WriteOutcome) => outcomes.filter(outcome => outcome === wanted).length;
    const { rowsDone, added, unchanged, replaced, existing } = this.#checkpoint;
    this.#checkpoint = {
      import: this.#parts.identity,
      rowsDone: rowsDone + rows,
      added: added + count('added'),
      unchanged: unchanged + count('unchanged'),
      replaced: replaced + count('replaced'),
      existing: existing + count('exists'),
      rejectsBytes: this.rejects.bytes,
      passwordsBytes: this.passwords?.bytes ?? 0,
      minted: {},
    };
  }
}
