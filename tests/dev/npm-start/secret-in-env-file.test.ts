/**
 * A secret that the framework reads otherwise than `.env` has it. The defect: what was left of it signed the tokens.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signin-env-file-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Two halves of a secret; each is long enough to be one. */
const [first, second] = ['kJ8sdf90OPq2lmN4rT6uVwX1yZ3aB5cD7eF9gH', 'canary7KpQ2rS4tU6vW8xY0zA1bC3dE5fG7h'];

const module = (path: string) => JSON.stringify(join(process.cwd(), path));
const tables = { USERS_TABLE: 'aaa', SESSIONS_TABLE: 'bbb', ATTEMPTS_TABLE: 'ccc' };

/** Loads `.env` as the framework does, and checks the settings; the secret that the function gets, or a sentence. */
function start(settings: Record<string, string> = {}) {
  const { JWT_SECRET: _, ...inherited } = process.env;
  const code = `
    require(${module('node_modules/serverless/lib/cli/load-dotenv.js')})('dev');
    import(${module('dev/npm-start/local-environment.ts')}).then(({ checkSettings, localSettings }) =>
      process.stdout.write(checkSettings(localSettings(${JSON.stringify(tables)}), 'dev').jwtSecret.secret));`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--eval', code], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...inherited, ...settings },
  });
  return { status, stdout, stderr };
}

const write = (text: string, file = '.env') => writeFileSync(join(folder, file), text);

const refused = {
  status: 1,
  stdout: '',
  stderr:
    'JWT_SECRET is not what .env says. In .env, # ends a value and $NAME is replaced: put the value into single quotes, and write \\$ for each $.\n',
};

describe('a secret in .env', () => {
  it.each([
    ['a # in it', `${first}#${second}`],
    ['a # at its beginning', `#${second}`],
    ['a # behind the quotes of another program', `"${first}#${second}`],
    ['a $ in it', `${first}$${second}`],
    ['a $ at its beginning', `$${second}`],
    ['a ${ in it', `${first}\${${second}}`],
    ['a $ in single quotes', `'${first}$${second}'`],
    ['a $ in double quotes', `"${first}$${second}"`],
    ['the name of a variable that is set in it', `${first}$HOME`],
    ['both', `${first}$${second}#${second}`],
  ])('is refused in one sentence, and not shown, with %s', (_case, text) => {
    write(`JWT_SECRET=${text}\n`);
    expect(start({ HOME: '/home/somebody' })).toEqual(refused);
  });

  it.each([
    ['as the README says', `'${first}#\\$${second}'`, `${first}#$${second}`],
    ['with a comment', `${first} # of ${second}`, first],
    ['with a comment behind the quotes', `'${first}' # of ${second}`, first],
    ['with a $ that begins no name', `${first}$1$`, `${first}$1$`],
    ['with spaces around it', `   ${first}  `, first],
    ['with spaces in it', `${first} ${second}`, `${first} ${second}`],
    ['with \\n in single quotes', `'${first}\\n'`, `${first}\\n`],
    ['as the value of another variable', '$OTHER', second],
    ['as the values of two others', `\${OTHER}\${OTHER}`, `${second}${second}`],
  ])('is taken %s', (_case, text, secret) => {
    write(`JWT_SECRET=${text}\n`);
    expect(start({ OTHER: second })).toEqual({ status: 0, stdout: secret, stderr: '' });
  });

  it('is taken from a file of Windows, with a byte order mark and its line ends', () => {
    write(`\uFEFFJWT_SECRET=${first}\r\nBCRYPT_COST=10\r\n`);
    expect(start()).toEqual({ status: 0, stdout: first, stderr: '' });
    write(`\uFEFFJWT_SECRET=${first}#${second}\r\nBCRYPT_COST=10\r\n`);
    expect(start()).toEqual(refused);
  });

  it('is refused in .env.dev too, which counts alone', () => {
    write(`JWT_SECRET=${first}\n`);
    write(`JWT_SECRET=${first}#${second}\n`, '.env.dev');
    expect(start()).toEqual(refused);
    write('BCRYPT_COST=10\n', '.env.dev');
    expect(start()).toMatchObject({ status: 0, stdout: expect.not.stringContaining(first) });
  });

  it('is no matter if the shell has another', () => {
    write(`JWT_SECRET=${first}#${second}\n`);
    expect(start({ JWT_SECRET: second })).toEqual({ status: 0, stdout: second, stderr: '' });
  });

  it('is told how to be written if it is bad, and a # after a space may be a part of it', () => {
    write('JWT_SECRET=a phrase #canary\n', '.env.dev');
    const { status, stderr } = start();
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Refusing to start: JWT_SECRET has to be random, .* In \.env, # ends a value /);
    expect(stderr).not.toContain('canary');
  });
});
