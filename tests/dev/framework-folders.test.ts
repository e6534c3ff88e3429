/** A project folder that cannot be written to is in the way of a bundle only. The defect: it was in the way of all. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

let file = '';
beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), 'signin-folders-')), 'file');
  writeFileSync(file, '');
});
afterEach(() => rmSync(join(file, '..'), { recursive: true }));

/** Checks in a process of its own. Nobody, not even root, can write below a file. */
function check(projectFolder: string, command: string, settings: Record<string, string> = {}) {
  const module = join(process.cwd(), 'dev/framework-folders.ts');
  const args = [projectFolder, command].map(arg => JSON.stringify(arg)).join(', ');
  const code = `import(${JSON.stringify(module)}).then(m => { m.checkFrameworkFolders(${args}); const cache = process.env.SLS_SCHEMA_CACHE_BASE_DIR; console.log(cache, cache && (require('node:fs').statSync(cache).mode & 0o777).toString(8)); })`;
  const env = { ...process.env, ...settings };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--eval', code], { encoding: 'utf8', env });
  return { status, stdout, stderr };
}

it.each([['invoke local'], ['package'], ['deploy']])('%s says so in one sentence', command => {
  expect(check(file, command)).toEqual({
    status: 1,
    stdout: '',
    stderr: `The project's folder ${file} cannot be written to (ENOTDIR), and the bundle goes there; work on a copy of yours.\n`,
  });
});

it.each([['offline start'], ['print']])('%s does without it', command => {
  expect(check(file, command)).toMatchObject({ status: 0, stderr: '' });
});

it('the cache of the framework moves from a home folder that cannot be written to into a private one, which goes at the end', () => {
  const settings = { HOME: join(file, 'home'), USERPROFILE: join(file, 'home') };
  const { status, stdout } = check(process.cwd(), 'package', settings);
  const [cache = '', mode] = stdout.trim().split(' ');
  expect(status).toBe(0);
  expect(dirname(cache)).toBe(tmpdir());
  // The framework runs code that it finds there, so nobody else may put any.
  expect(mode).toBe('700');
  expect(existsSync(cache)).toBe(false);
});
