/** The function as it was before anything was done about its speed, for the row "before" of the same run. */
import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Of 2026-11-25: six calls to DynamoDB, and the bundle that esbuild makes by default. */
const commit = 'fdf80410f3d760e07ae19fa246c70f9844bfe23a';

/** How a reader finds it. */
export const commitOfBefore = commit.slice(0, 7);

/**
 * Puts the source of that commit into the folder, and returns its Lambda entry; null if this checkout has no such
 * commit, as a shallow clone or an archive. It is bundled with the packages of today: those that it imports have the
 * same version.
 */
export async function checkOutBefore(folder: string): Promise<string | null> {
  const archive = join(folder, 'before.tar');
  const target = join(folder, 'before');
  try {
    await run('git', ['archive', '--output', archive, commit, 'handlers', 'lib', 'package.json']);
  } catch {
    const how = '`git fetch --unshallow` brings it into a shallow clone';
    process.stdout.write(`No row "before": this checkout has no commit ${commitOfBefore}. ${how}.\n`);
    return null;
  }
  await mkdir(target);
  await run('tar', ['-xf', archive, '-C', target]);
  return join(target, 'handlers', 'auth.ts');
}
