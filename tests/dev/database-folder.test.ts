/** What is in the way of the data folder. The defects: a container that took itself for another, and a stack trace. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const path = join(process.cwd(), 'dev/database-folder.ts');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signin-database-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Checks the folder in a process of its own. */
function check(): { status: number | null; stderr: string } {
  const code = `import(${JSON.stringify(path)}).then(m => m.checkDatabaseFolder(${JSON.stringify(folder)}))`;
  const { status, stderr } = spawnSync(process.execPath, ['--eval', code], { encoding: 'utf8' });
  return { status, stderr };
}

/** A process that has the data open until its standard input ends. */
async function startDatabase() {
  const code = `new (require('classic-level').ClassicLevel)(${JSON.stringify(folder)}).open().then(() => console.log('open')); process.stdin.resume();`;
  const child = spawn(process.execPath, ['--eval', code], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}

describe('the data folder', () => {
  it('is fine if it is empty, and the second time too', () => {
    expect(check()).toEqual({ status: 0, stderr: '' });
    expect(check()).toEqual({ status: 0, stderr: '' });
  });

  it('is refused in one sentence as long as another process has it, and is free once that is killed', async () => {
    const database = await startDatabase();
    expect(check()).toEqual({
      status: 1,
      stderr: `DYNAMODB_FOLDER=${folder} is in use, perhaps by another npm start; stop that, or choose another folder.\n`,
    });
    database.kill('SIGKILL');
    await once(database, 'close');
    expect(check()).toEqual({ status: 0, stderr: '' });
  });

  it('is free if the process that had it was killed and this one has its id, as in a container', () => {
    const claim = `require('node:fs').writeFileSync(${JSON.stringify(join(folder, 'in-use.pid'))}, String(process.pid));`;
    const code = `${claim} import(${JSON.stringify(path)}).then(m => m.checkDatabaseFolder(${JSON.stringify(folder)}))`;
    const { status, stderr } = spawnSync(process.execPath, ['--eval', code], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('is refused in one sentence if something else is in it', () => {
    writeFileSync(join(folder, 'CURRENT'), 'not a database\n');
    expect(check()).toEqual({
      status: 1,
      stderr: `DYNAMODB_FOLDER=${folder} has no data that can be read (LEVEL_IO_ERROR); choose an empty or a new folder.\n`,
    });
  });
});
