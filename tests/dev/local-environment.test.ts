import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signin-dotenv-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const secret = 'abc#canary0123456789ABCDEFGHIJKL';

/** Checks settings with a secret that is too short, in a folder. */
function check() {
  const module = join(process.cwd(), 'dev/npm-start/local-environment.ts');
  const code = `import(${JSON.stringify(module)}).then(m => m.checkSettings({ USERS_TABLE: 'aaa', SESSIONS_TABLE: 'bbb', ATTEMPTS_TABLE: 'ccc', JWT_SECRET: 'abc' }))`;
  return spawnSync(process.execPath, ['--eval', code], { cwd: folder, encoding: 'utf8' });
}

describe('a secret that .env has cut', () => {
  it('is refused with a sentence that says how to write it, and does not show it', () => {
    writeFileSync(join(folder, '.env'), `JWT_SECRET=${secret}\n`);
    const { status, stderr } = check();
    expect(status).toBe(1);
    expect(stderr).toContain('In .env, # ends a value and $NAME is replaced');
    expect(stderr).not.toContain('canary');
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('is not the reason if it comes from elsewhere', () => {
    expect(check().stderr).not.toContain('.env');
  });
});
