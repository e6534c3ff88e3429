/**
 * A file of hashes, passwords or tokens, which only its owner can read. It never overwrites another file, and is made
 * when the first text is written.
 */
import { constants } from 'node:fs';
import { type FileHandle, lstat, open, rm } from 'node:fs/promises';
import { UsageError } from '../usage-error.ts';
import { fileFailureCode, fileFailureReason } from './file-failure.ts';

const ownerOnly = 0o600;

/** A file that is there is never opened through a link: whoever put the link there would choose what is written to. */
const toGoOn = constants.O_WRONLY | constants.O_APPEND | constants.O_NOFOLLOW;

/** More files of one name than anybody keeps. */
const highestNumber = 1000;

class FileInTheWay extends UsageError {}

/** A file that grows at its end. */
export class PrivateFile {
  readonly path: string;
  #bytes: number;
  #file: FileHandle | null = null;

  private constructor(path: string, bytes: number) {
    this.path = path;
    this.#bytes = bytes;
  }

  /** How long it is. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * A file that does not exist yet.
   * @throws {UsageError} if it exists, or cannot be made
   */
  static async create(path: string): Promise<PrivateFile> {
    const file = new PrivateFile(path, 0);
    // Made and removed again: who cannot write here learns it before the work, and not after it.
    await file.#create();
    await file.close();
    await rm(path);
    return file;
  }

  /**
   * A file that does not exist yet, with a number before its ending if there is another one of that name.
   * @param name the path without its ending
   * @throws {UsageError} if it cannot be made
   */
  static async createNumbered(name: string, ending: string): Promise<PrivateFile> {
    for (let number = 1; ; number++) {
      try {
        return await PrivateFile.create(`${name}${number === 1 ? '' : `-${number}`}${ending}`);
      } catch (error) {
        if (!(error instanceof FileInTheWay) || number === highestNumber) throw error;
      }
    }
  }

  /**
   * A file of an earlier run, cut to the length that it had at some time.
   * @throws {UsageError} if it is gone, or is not that file any more
   */
  static async resume(path: string, bytes: number): Promise<PrivateFile> {
    const file = new PrivateFile(path, bytes);
    if (bytes === 0) await removeOwn(path);
    else file.#file = await openAgain(path, bytes);
    return file;
  }

  /** Writes a text at the end. */
  async append(text: string): Promise<void> {
    if (text === '') return;
    const file = this.#file ?? (await this.#create());
    await file.appendFile(text);
    this.#bytes += Buffer.byteLength(text);
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = null;
  }

  /** Closes it, and removes what was written: half a file would pass for a whole one. */
  async discard(): Promise<void> {
    const wasMade = this.#file !== null;
    await this.close();
    if (wasMade) await rm(this.path, { force: true });
  }

  async #create(): Promise<FileHandle> {
    try {
      this.#file = await open(this.path, 'wx', ownerOnly);
      return this.#file;
    } catch (error) {
      throw await this.#whyNotMade(error);
    }
  }

  async #whyNotMade(error: unknown): Promise<UsageError> {
    const sentence = `The file ${this.path} cannot be written`;
    if (fileFailureCode(error) !== 'EEXIST') {
      return new UsageError(`${sentence}${fileFailureReason(error, 'folder')}`);
    }
    const found = await lstat(this.path).catch(() => null);
    return new FileInTheWay(
      found?.isDirectory() === true
        ? `${sentence}: it is a folder.`
        : `The file ${this.path} exists already: move it away, or name another one.`,
    );
  }
}

const another = (path: string, what: string) =>
  new UsageError(
    `The file ${path} of the import that was cut ${what}: put it back as it was, or delete the checkpoint to begin anew.`,
  );

/** What was written after the checkpoint is written once more. Somebody else's file in its place stays. */
async function removeOwn(path: string): Promise<void> {
  const found = await lstat(path).catch(() => null);
  if (found === null) return;
  if (!found.isFile() || (found.mode & 0o077) !== 0) throw another(path, 'is another file now');
  await rm(path);
}

async function openAgain(path: string, bytes: number): Promise<FileHandle> {
  const file = await open(path, toGoOn).catch(error => {
    throw another(path, `cannot be opened (${fileFailureCode(error)})`);
  });
  if ((await file.stat()).size < bytes) {
    await file.close();
    throw another(path, 'is shorter than it was');
  }
  await file.truncate(bytes);
  return file;
}
