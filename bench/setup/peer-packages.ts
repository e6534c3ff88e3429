/** The packages of `bench/peers/`, which nobody needs who does not run the bench. */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const folder = 'bench/peers';

/** Installs them as their lockfile says. */
export async function installPeers(): Promise<void> {
  await promisify(execFile)('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder });
}

/**
 * Imports one of them at run time and by its path, since it is installed there only. Its types are not installed for
 * those who do not run the bench, so the caller says what it uses.
 */
export async function importPeer<Module>(name: string): Promise<Module> {
  const path = createRequire(resolve(folder, 'package.json')).resolve(name);
  return (await import(pathToFileURL(path).href)) as Module;
}
