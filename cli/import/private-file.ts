/**
 * A file of hashes, passwords or tokens, which only its owner can read. It never overwrites another file, and is made
 * when the first text is written.
 */
import { type FileHandle, open, rm, truncate } from 'node:fs/promises';
import { UsageError } from '../usage-error.ts';

const ownerOnly = 0o600;

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
    await file.#open('wx');
    await file.close();
    await rm(path);
    return file;
  }

  /** A file of an earlier run, cut to the length that it had at some time. */
  static async resume(path: string, bytes: number): Promise<PrivateFile> {
    const file = new PrivateFile(path, bytes);
    if (bytes === 0) {
      await rm(path, { force: true });
      return file;
    }
    await truncate(path, bytes);
    await file.#open('a');
    return file;
  }

  /** Writes a text at the end. */
  async append(text: string): Promise<void> {
    if (text === '') return;
    const file = this.#file ?? (await this.#open('wx'));
    await file.appendFile(text);
    this.#bytes += Buffer.byteLength(text);
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = null;
  }

  async #open(flags: 'wx' | 'a'): Promise<FileHandle> {
    try {
      this.#file = await open(this.path, flags, ownerOnly);
      return this.#file;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      throw new UsageError(
        code === 'EEXIST'
          ? `The file ${this.path} exists already: move it away, or name another one.`
          : `The file ${this.path} cannot be written (${code}).`,
      );
    }
  }
}
