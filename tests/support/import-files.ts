/** Files to import, in a folder of their own that goes away with the tests of a file. */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';

let folder = '';

/** Makes the folder for the tests of this file. */
export function hookImportFiles(): void {
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'signin-import-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
}

let files = 0;

/** The path of a file that does not exist yet. */
export const newPath = (name: string): string => join(folder, `${++files}-${name}`);

/** Writes a file; returns its path. */
export function writeNew(name: string, content: string | Uint8Array): string {
  const path = newPath(name);
  writeFileSync(path, content);
  return path;
}

/** A copy of a file of tests/cli/import/fixtures; what an import writes beside it stays out of the repository. */
export const copyFixture = (name: string): string =>
  writeNew(name, readFileSync(join(import.meta.dirname, '../cli/import/fixtures', name)));

/** The objects of a file of JSON lines; none if there is no file. */
export function readLines(path: string): Record<string, unknown>[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  return lines.map(line => JSON.parse(line));
}

/** Who can read and write a file, as in `chmod`. */
export const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

/** A bcrypt hash of cost 10 that looks like any other, and that no test signs in with. */
export const someHash = `$2b$10$${'N9qo8uLOickgx2ZMRZoMye'}${'IjZAgcfl7p92ldGxad68LJZdL17lhWy'}`;

/** Another one. */
export const otherHash = someHash.replace('LdGxad', 'LdGxae').replace('$2b$', '$2a$');

/** CSV with our own column names. */
export const plainCsv = (...rows: readonly string[]): string =>
  ['username,id,password', ...rows].map(row => `${row}\n`).join('');

/** All that an iterable has. */
export async function collect<T>(iterable: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of iterable) all.push(one);
  return all;
}
