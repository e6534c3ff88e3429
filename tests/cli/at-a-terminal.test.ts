/** The commands as they are typed: at a pseudo-terminal, and by a program. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { typeAtTerminal } from '../support/pseudo-terminal.ts';
import { startLaptop } from '../support/serverless-command.ts';

const password = 'correct horse 9';
const enter = '\r';
const { port } = new URL(inject('databaseUrl'));
const users = (args: string) => `DYNAMODB_PORT=${port} npm run users -- ${args}`;
/** The same without what npm prints. */
const silent = (args: string) => users(args).replace('npm run', 'npm run --silent');
/** The same without npm, which takes as long as the command: for what has nothing to do with it. */
const direct = (args: string) => `DYNAMODB_PORT=${port} '${process.execPath}' cli/users.ts ${args}`;

/** Runs a line as a program does: without a terminal. */
async function runLine(line: string, input = '') {
  const shell = spawn('sh', ['-c', line], { stdio: ['pipe', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  shell.stdout.on('data', (chunk: Buffer) => {
    output.stdout += chunk;
  });
  shell.stderr.on('data', (chunk: Buffer) => {
    output.stderr += chunk;
  });
  shell.stdin.end(input);
  await once(shell, 'close');
  return { exitCode: shell.exitCode, ...output };
}

/** Sends what a curl line of the greeting sends. */
async function send(curl: string): Promise<number> {
  const [, url = '', header = '', body = ''] = /^curl -i (\S+) -H '(.+)' -d '(.+)'$/.exec(curl) ?? [];
  const [name = '', value = ''] = header.split(': ');
  return (await fetch(url, { method: 'POST', headers: { [name]: value }, body })).status;
}

describe.runIf(process.platform === 'linux')('at a terminal', () => {
  it('the two lines that npm start prints add a user and sign in, and the password is not seen', async () => {
    const lines = inject('greeting').split('\n');
    const at = lines.findIndex(line => line.includes('npm run users -- add'));
    const [add = '', signIn = ''] = lines.slice(at);
    const { exitCode, screen } = await typeAtTerminal(add, [
      { after: 'Password:', keys: password + enter },
      { after: 'Once more:', keys: password + enter },
    ]);
    expect(exitCode).toBe(0);
    expect(screen).toContain("Added to the laptop's database.");
    expect(screen).not.toContain(password.slice(0, 7));
    expect(await send(signIn.replace('THE PASSWORD', password))).toBe(200);
  });

  it('no key shows what has been typed of a password', async () => {
    const ctrlT = '\u0014';
    const { exitCode, screen } = await typeAtTerminal(direct('add never.seen'), [
      { after: 'Password:', keys: `${password}${ctrlT}${enter}` },
      { after: 'Once more:', keys: `${password}${ctrlT}${enter}` },
    ]);
    expect(exitCode).toBe(0);
    expect(screen).not.toContain(password.slice(0, 7));
  });

  it('no password is read from the keyboard as --from-stdin, wherever the messages go', async () => {
    const line = silent('add echoed --from-stdin --json 2>/dev/null');
    const endOfInput = '\u0004';
    const { exitCode, screen } = await typeAtTerminal(`echo start; ${line}`, [
      { after: 'start', keys: endOfInput },
    ]);
    expect(exitCode).toBe(2);
    expect(screen).toContain('--from-stdin reads a pipe or a file');
  });

  it('removing asks, and no is no', async () => {
    await runLine(direct('add leaver --generate'));
    const question = 'Remove leaver with the id';
    const no = await typeAtTerminal(direct('remove leaver'), [{ after: question, keys: enter }]);
    expect(no.exitCode).toBe(1);
    expect(no.screen).toContain('Nothing was changed.');
    const yes = await typeAtTerminal(users('remove leaver'), [{ after: question, keys: `y${enter}` }]);
    expect(yes.exitCode).toBe(0);
    expect(yes.screen).toContain('Removed leaver');
  });

  it('Ctrl-C ends the question with a sentence, and nothing is changed', async () => {
    const typed = [{ after: 'Password:', keys: '\u0003' }];
    const { exitCode, screen } = await typeAtTerminal(users('add gives.up'), typed);
    expect(exitCode).toBe(1);
    expect(screen).toContain('Cancelled; nothing was changed.');
    expect(screen).not.toContain('    at ');
    expect((await runLine(direct('show gives.up'))).exitCode).toBe(1);
  });

  it.each([
    ['the first password', 'add never.said', 'Password:', [], 'show never.said', 1],
    ['the second password', 'add once.said', 'Once more:', [password], 'show once.said', 1],
    ['a question', 'remove st.huber', 'for good?', [], 'show st.huber', 0],
  ])('Ctrl-D at %s ends it as Ctrl-C does', async (_what, args, last, answers, look, lookExitCode) => {
    const { exitCode, screen } = await typeAtTerminal(direct(args), [
      ...answers.map(answer => ({ after: 'Password:', keys: answer + enter })),
      { after: last, keys: '\u0004' },
    ]);
    expect([exitCode, screen]).toEqual([1, expect.stringContaining('Cancelled; nothing was changed.')]);
    expect(screen).not.toMatch(/Warning| {4}at /);
    expect((await runLine(direct(look))).exitCode).toBe(lookExitCode);
  });
});

describe('in a program', () => {
  it('standard output is one JSON document without colours, and npm hands on the exit code', async () => {
    const added = await runLine(silent('add by.program --from-stdin --json'), password);
    expect([added.exitCode, added.stderr]).toEqual([0, '']);
    expect(JSON.parse(added.stdout)).toMatchObject({ user: { username: 'by.program', state: 'active' } });
    const again = await runLine(silent('add by.program --generate --json'));
    expect([again.exitCode, JSON.parse(again.stdout)]).toMatchObject([1, { error: 'user_exists' }]);
    expect((await runLine(direct('remove by.program --json'))).exitCode).toBe(2);
    expect((await runLine('DYNAMODB_PORT=1 npm run --silent users -- list')).exitCode).toBe(3);
  });
});

describe('output that cannot be written', () => {
  /** Runs a command whose standard output, or standard error, nobody reads from the start. */
  async function runUnread(line: string, unread: 'stdout' | 'stderr') {
    const shell = spawn('sh', ['-c', line]);
    const other = unread === 'stdout' ? shell.stderr : shell.stdout;
    let output = '';
    other.on('data', (chunk: Buffer) => {
      output += chunk;
    });
    shell[unread].destroy();
    await once(shell, 'close');
    return { exitCode: shell.exitCode, output };
  }

  it.each([
    ['list, by npm', silent('list'), 0],
    ['--help', direct('--help'), 0],
    ['show nobody --json', direct('show nobody --json'), 1],
    ['shw --json', direct('shw --json'), 2],
  ])('because its reader has gone ends without a word: %s', async (_args, line, exitCode) => {
    expect(await runUnread(line, 'stdout')).toEqual({ exitCode, output: '' });
  });

  it('of messages that has gone ends it without a word, too', async () => {
    expect(await runUnread(direct('show nobody'), 'stderr')).toEqual({ exitCode: 1, output: '' });
  });

  it('does not keep the command from its work', async () => {
    expect((await runUnread(direct('add unread.output --generate'), 'stdout')).exitCode).toBe(0);
    expect((await runLine(direct('show unread.output'))).exitCode).toBe(0);
  });

  it.runIf(process.platform === 'linux')('because the disk is full is told in a sentence', async () => {
    const { exitCode, stderr } = await runLine(`${direct('list')} >/dev/full`);
    expect(exitCode).toBe(3);
    expect(stderr).toBe(
      'The output cannot be written (ENOSPC): look with show or list at what the command has done.\n',
    );
  });
});

describe('DYNAMODB_FOLDER', () => {
  it('keeps the users that were added', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'signin-kept-users-'));
    const settings = { DYNAMODB_FOLDER: folder };
    const first = await startLaptop(settings);
    expect(first.greeting).toContain('Users are kept in DYNAMODB_FOLDER');
    const line = direct('add kept --from-stdin').replace(port, new URL(first.database).port);
    expect((await runLine(line, password)).exitCode).toBe(0);
    first.process.kill('SIGINT');
    await once(first.process, 'close');
    const second = await startLaptop(settings);
    const body = JSON.stringify({ username: 'kept', password });
    const headers = { 'content-type': 'application/json' };
    const reply = await fetch(`${second.url}/api/auth/signin`, { method: 'POST', headers, body });
    second.process.kill('SIGINT');
    await once(second.process, 'close');
    rmSync(folder, { recursive: true });
    expect(reply.status).toBe(200);
  });
});
