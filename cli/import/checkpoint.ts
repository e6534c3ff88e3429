/**
 * How far an import has come, in a file beside the one that is imported, so that an import that was cut goes on. It is
 * written before each batch. The rows of the batch that was under way are written once more, as the same rows: what has
 * to be made for them, ids and passwords, is in the checkpoint.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import * as v from 'valibot';
import { UsageError } from '../usage-error.ts';
import { count, nothingSettled, settledSchema } from './settled-counts.ts';

const checkpointSchema = v.object({
  /** The SHA-256 of the file and of what was asked for: another file, table or option is another import. */
  import: v.string(),
  /** Rows that are done, from the beginning of the file. */
  rowsDone: count,
  added: count,
  unchanged: count,
  replaced: count,
  /** What the survey has of these rows that the file does not tell. */
  settled: settledSchema,
  /** Where rejected rows go: a number can be in the name, so it is not found anew. */
  rejectsPath: v.string(),
  /** How long the files were. */
  rejectsBytes: count,
  passwordsBytes: count,
  /** What was made for the batch under way, by where the row is. */
  minted: v.record(
    v.string(),
    v.object({
      id: v.exactOptional(v.string()),
      password: v.exactOptional(v.string()),
      passwordHash: v.exactOptional(v.string()),
    }),
  ),
});

/** How far an import has come. */
export type Checkpoint = v.InferOutput<typeof checkpointSchema>;

/** That of an import that begins. */
export const firstCheckpoint = (identity: string, rejectsPath: string): Checkpoint => ({
  import: identity,
  rejectsPath,
  rowsDone: 0,
  added: 0,
  unchanged: 0,
  replaced: 0,
  settled: nothingSettled(),
  rejectsBytes: 0,
  passwordsBytes: 0,
  minted: {},
});

/** Tells one import from another. */
export async function importIdentity(path: string, request: object): Promise<string> {
  const sum = createHash('sha256').update(JSON.stringify(request));
  await pipeline(createReadStream(path), sum);
  return sum.digest('hex');
}

/** The file of the checkpoint of an imported file. */
export const checkpointPath = (path: string): string => `${path}.checkpoint.json`;

/**
 * The checkpoint of an import that was cut; null if there is none.
 * @throws {UsageError} if it is of another import, or as another version writes it
 */
export async function readCheckpoint(path: string, identity: string): Promise<Checkpoint | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return null;
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), checkpointSchema), text);
  if (parsed.success && parsed.output.import === identity) return parsed.output;
  throw new UsageError(
    `${path} is the checkpoint of an import with another file, other options or another database, or of another version: repeat that command, or delete the checkpoint to begin anew.`,
  );
}

/**
 * Writes the checkpoint as a whole, or not at all. Only its owner can read it: it can hold passwords for a moment.
 * @throws {UsageError} if it cannot be written beside the file
 */
export async function writeCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  const whole = `${path}.new`;
  try {
    // Made anew, since a file or a link that is there already would keep its mode, or its target.
    await rm(whole, { force: true });
    await writeFile(whole, JSON.stringify(checkpoint), { flag: 'wx', mode: 0o600, flush: true });
    await rename(whole, path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : 'unknown';
    throw new UsageError(
      `The file ${path} cannot be written (${code}): copy the imported file to a folder of yours.`,
    );
  }
}

/** Removes the checkpoint of an import that is done. */
export const removeCheckpoint = (path: string): Promise<void> => rm(path, { force: true });
