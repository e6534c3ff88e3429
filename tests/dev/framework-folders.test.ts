/** A project folder that cannot be written to is in the way of a bundle only. The defect: it was in the way of all. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  const code = `import(${JSON.stringify(module)}).then(m => { m.checkFrameworkFolders(${args}); console.log(process.env.SLS_SCHEMA_CACHE_BASE_DIR); })`;
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

it('the cache of the framework moves out of a home folder that cannot be written to', () => {
  const settings = { HOME: join(file, 'home'), USERPROFILE: join(file, 'home') };
  expect(check(process.cwd(), 'package', settings)).toMatchObject({ status: 0, stdout: `${tmpdir()}\n` });
});
