/** Whether this process can write into a folder, which it creates if need be. */
import { existsSync, mkdirSync, mkdtempSync, rmdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Creates the folder and its parents. Node's `recursive` never returns if a file system says that the parent is missing. */
function create(folder: string): void {
  if (existsSync(folder)) return;
  create(dirname(folder));
  mkdirSync(folder);
}

/** Null if it can; otherwise the code of the failure, such as `EACCES` or `ENOTDIR`. */
export function whyNotWritable(folder: string): string | null {
  try {
    create(folder);
    rmdirSync(mkdtempSync(join(folder, '.try-')));
    return null;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  }
}
