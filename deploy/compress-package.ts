/**
 * Compresses the function's zip once more. serverless-esbuild writes it with the fastest and worst level, without a
 * setting for that; the best one makes it an eighth smaller.
 */
import { readFile, writeFile } from 'node:fs/promises';
import JSZip from 'jszip';

/** The time of every file, so that the same code makes the same zip: 1980 is the first year that a zip can say. */
const date = new Date(Date.UTC(1980, 0, 1));

/** Lambda has to be allowed to read it. */
const unixPermissions = 0o644;

/** Rewrites the zip in its place. */
export async function compressPackage(file: string | undefined): Promise<void> {
  if (file === undefined) throw new Error('serverless-esbuild has made no zip');
  const fast = await JSZip.loadAsync(await readFile(file));
  const small = new JSZip();
  for (const { name } of fast.filter((_, entry) => !entry.dir)) {
    small.file(name, fast.file(name)?.async('nodebuffer') ?? '', {
      date,
      unixPermissions,
      createFolders: false,
    });
  }
  const compression = { compression: 'DEFLATE', compressionOptions: { level: 9 } } as const;
  await writeFile(file, await small.generateAsync({ type: 'nodebuffer', platform: 'UNIX', ...compression }));
}
