/** Imports one batch after the other: the checkpoint first, then the users, then the files about them. */
import { type Checkpoint, firstCheckpoint, readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { mintMissing } from './mint.ts';
import { PrivateFile } from './private-file.ts';
import { appendRejects } from './rejects-file.ts';
import { countUser } from './settled-counts.ts';
import { isWritten, passwordLine, rejectionOf } from './settled-row.ts';
import type { Survey } from './survey.ts';
import type { Decision } from './users/decide-rows.ts';
import { rowOf } from './write/user-row.ts';
import type { WriteOutcome } from './write/write-user.ts';
import type { WriterPool } from './write/writer-pool.ts';

/** What importing a batch needs. */
export interface BatchParts {
  readonly survey: Survey;
  readonly writers: WriterPool;
  /** The SHA-256 of the file and of what was asked for. */
  readonly identity: string;
  readonly checkpointPath: string;
  /** Null for a file beside the one that is imported, whose name is `rejectsName`, maybe a number, and `.jsonl`. */
  readonly rejectsPath: string | null;
  readonly rejectsName: string;
  /** Null if no passwords are generated. */
  readonly passwordsPath: string | null;
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
    const { identity, passwordsPath } = parts;
    const resumed = await readCheckpoint(parts.checkpointPath, identity);
    if (resumed !== null) {
      parts.survey.settled = structuredClone(resumed.settled);
      return new BatchImporter(
        parts,
        resumed,
        await PrivateFile.resume(resumed.rejectsPath, resumed.rejectsBytes),
        passwordsPath === null ? null : await PrivateFile.resume(passwordsPath, resumed.passwordsBytes),
      );
    }
    const rejects =
      parts.rejectsPath === null
        ? await PrivateFile.createNumbered(parts.rejectsName, '.jsonl')
        : await PrivateFile.create(parts.rejectsPath);
    const passwords = passwordsPath === null ? null : await PrivateFile.create(passwordsPath);
    return new BatchImporter(parts, firstCheckpoint(identity, rejects.path), rejects, passwords);
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
    const outcomes = await writers.write(
      users.map(({ at, user }) => ({ row: rowOf(user, minted[at] ?? {}), isIdMade: user.id === null })),
    );
    const outcomeOf = new Map<Decision, WriteOutcome>(
      users.map((decision, index) => [decision, outcomes[index] ?? 'exists']),
    );
    const written = users.filter(decision => isWritten(outcomeOf.get(decision)));
    for (const decision of written) countUser(survey.settled, decision);
    const rejections = batch.flatMap(decision => rejectionOf(decision, outcomeOf.get(decision), survey));
    await appendRejects(this.rejects, rejections);
    await this.passwords?.append(written.map(decision => passwordLine(decision, minted)).join(''));
    this.#count(batch.length, outcomes);
  }

  /** Writes down that all rows are done: what comes after them may be cut too. */
  async end(): Promise<void> {
    await writeCheckpoint(this.#parts.checkpointPath, this.#checkpoint);
  }

  async close(): Promise<void> {
    await this.rejects.close();
    await this.passwords?.close();
  }

  #count(rows: number, outcomes: readonly WriteOutcome[]): void {
    const count = (wanted: WriteOutcome) => outcomes.filter(outcome => outcome === wanted).length;
    const { rowsDone, added, unchanged, replaced } = this.#checkpoint;
    this.#checkpoint = {
      ...this.#checkpoint,
      rowsDone: rowsDone + rows,
      added: added + count('added'),
      unchanged: unchanged + count('unchanged'),
      replaced: replaced + count('replaced'),
      settled: structuredClone(this.#parts.survey.settled),
      rejectsBytes: this.rejects.bytes,
      passwordsBytes: this.passwords?.bytes ?? 0,
      minted: {},
    };
  }
}
