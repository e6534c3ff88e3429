/** The first contact: what whoever installed it in another way is told. The defect: a stack trace, or `not found`. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runServerless } from '../support/serverless-command.ts';

const install = 'npm ci --include=dev --include=optional --ignore-scripts=false';
const { scripts, dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const folders: string[] = [];

/** A checkout with these packages, and nothing else. */
function checkoutWith(packages: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'signin-checkout-'));
  folders.push(folder);
  cpSync('package.json', join(folder, 'package.json'));
  cpSync('dev/check-install.cjs', join(folder, 'dev/check-install.cjs'));
  for (const name of packages) {
    mkdirSync(join(folder, 'node_modules', name, '..'), { recursive: true });
    symlinkSync(join(process.cwd(), 'node_modules', name), join(folder, 'node_modules', name));
  }
  return folder;
}

/** A Node 20 is one that cannot run TypeScript; so is this one with the flag. */
const withoutTypeScript = '--no-experimental-strip-types';

function check(folder: string, ...flags: string[]) {
  const args = [...flags, join(folder, 'dev/check-install.cjs')];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return { status, stdout, stderr };
}

const says = (sentence: string) => ({ status: 1, stdout: '', stderr: `${sentence}\n` });
const all = Object.keys({ ...dependencies, ...devDependencies });
const { node } = process.versions;

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

describe('the check of the install', () => {
  it('says nothing if all is well', () => {
    expect(check('.')).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('says what to run before anything is installed', () => {
    const [first] = Object.keys(dependencies);
    expect(check(checkoutWith([]))).toEqual(says(`The package ${first} is not installed; run: ${install}`));
  });

  it('says what to run where the development packages were left out, as with NODE_ENV=production', () => {
    const [first] = Object.keys(devDependencies);
    expect(check(checkoutWith(Object.keys(dependencies)))).toEqual(
      says(`The package ${first} is not installed; run: ${install}`),
    );
  });

  it('says what to run where the optional packages were left out', () => {
    const folder = checkoutWith(all.filter(name => name !== 'esbuild'));
    cpSync('node_modules/esbuild/package.json', join(folder, 'node_modules/esbuild/package.json'));
    expect(check(folder)).toEqual(
      says(`esbuild is not installed for ${process.platform}-${process.arch}; run: ${install}`),
    );
  });

  it('says what to run where install scripts were off, and Node cannot run TypeScript', () => {
    const folder = checkoutWith(all);
    expect(check(folder, withoutTypeScript)).toEqual(
      says(
        `Node.js ${node} cannot run TypeScript, and the Node.js 24 of the packages is missing, because install scripts were off or npm was not what installed them; run: ${install}`,
      ),
    );
    expect(check(folder)).toMatchObject({ status: 0 });
  });

  it('names npm and npx to whoever started a Node of their own', () => {
    expect(check('.', withoutTypeScript)).toEqual(
      says(
        `Node.js ${node} cannot run TypeScript; start this with npm or npx, which take the Node.js 24 of node_modules`,
      ),
    );
  });

  it.each(Object.keys(scripts))('comes first in npm run %s', script => {
    expect(scripts[script]).toMatch(/^node dev\/check-install\.cjs && /);
  });

  it('comes before the other plugins of serverless', async () => {
    const { exitCode, stdout, stderr } = await runServerless(['package'], {
      NODE_OPTIONS: withoutTypeScript,
    });
    expect(exitCode).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^Node\.js \S+ cannot run TypeScript; .*\n$/);
  });
});
