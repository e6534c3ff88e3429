/** A copy of this checkout as somebody else gets it: without packages, and without what git ignores. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Copies the files that git has, and those that it would add; returns the folder. */
export function copyCheckout(): string {
  const folder = mkdtempSync(join(tmpdir(), 'signin-day-'));
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const files = execFileSync('git', args, { encoding: 'utf8' }).split('\0');
  // A file that is removed and not yet committed is still listed.
  for (const file of files) {
    if (file !== '' && existsSync(file)) cpSync(file, join(folder, file));
  }
  return folder;
}

/** What npm and Vitest add for what they run. */
const added = /^(npm_(?!config_)|npm_config_local_prefix$|VITEST)|^(INIT_CWD|NODE|NODE_ENV)$/;

/** The environment of the shell in which these tests were started: no package of this checkout helps the copy. */
export function environmentOfShell(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !added.test(name));
  const path = (process.env['PATH'] ?? '')
    .split(':')
    .filter(folder => !/node_modules|node-gyp-bin/.test(folder));
  return { ...Object.fromEntries(own), PATH: path.join(':') };
}
