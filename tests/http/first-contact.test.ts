/** What a developer reads first if something about their machine is in the way: one sentence, and no stack trace. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort, runServerless, startLaptop } from '../support/serverless-command.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signin-first-contact-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function sentenceOfStart(settings: Record<string, string>): Promise<string> {
  const [httpPort, databasePort] = [await freePort(), await freePort()];
  const { exitCode, stderr } = await runServerless(['offline', 'start', '--httpPort', String(httpPort)], {
    DYNAMODB_PORT: String(databasePort),
    ...settings,
  });
  expect(exitCode).toBe(1);
  expect(stderr).not.toMatch(/^ {4}at /m);
  return stderr.trim();
}

describe('a data folder', () => {
  it('that is a file is named in one sentence', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect(await sentenceOfStart({ DYNAMODB_FOLDER: file })).toMatch(
      /^DYNAMODB_FOLDER=.* cannot be written to \(\w+\)/,
    );
  });

  it('that cannot be created is named in one sentence, and nothing hangs', async () => {
    const impossible = join(folder, 'file', 'below');
    writeFileSync(join(folder, 'file'), '');
    expect(await sentenceOfStart({ DYNAMODB_FOLDER: impossible })).toContain('cannot be written to');
  });

  it('that another start uses is refused, and is free again when that one has ended', async () => {
    const first = await startLaptop({ DYNAMODB_FOLDER: folder });
    expect(await sentenceOfStart({ DYNAMODB_FOLDER: folder })).toMatch(/ is in use, /);
    const ended = new Promise(resolve => first.process.once('close', resolve));
    first.process.kill('SIGTERM');
    await ended;
    const second = await startLaptop({ DYNAMODB_FOLDER: folder });
    const endedToo = new Promise(resolve => second.process.once('close', resolve));
    second.process.kill('SIGTERM');
    await endedToo;
  });
});

describe('a home folder that cannot be written to', () => {
  it('is no obstacle', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const laptop = await startLaptop({ HOME: join(file, 'home') });
    const ended = new Promise(resolve => laptop.process.once('close', resolve));
    laptop.process.kill('SIGTERM');
    await ended;
  });
});
