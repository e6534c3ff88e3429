/** Where a new password comes from, and which are refused: the same for all commands that take one. */
import { describe, expect, it } from 'vitest';
import { api, hookUsersCommand, signIn, users, usersJson } from '../support/users-command.ts';

hookUsersCommand();

const password = 'correct horse 9';
const add = (name: string, ...args: string[]) => ['add', name, ...args];

describe('a person at a terminal', () => {
  it('tries again after a slip, and after a password that the policy refuses', async () => {
    const answers = ['short', password, 'another text', password, password];
    const { exitCode, err } = await users(add('slip'), { answers });
    expect(exitCode).toBe(0);
    expect(err).toBe('The password has to have at least 8 characters.\nThe two passwords differ.\n');
    expect((await signIn('slip', password)).status).toBe(200);
  });

  it('is refused after three tries', async () => {
    const answers = ['password123', 'new.person', '', 'unused'];
    const { exitCode, err } = await users(add('New.Person'), { answers });
    expect(exitCode).toBe(1);
    expect(err).toContain('is one of the most common passwords');
    expect(err).toContain('has to differ from the username');
    expect(err).not.toContain('password123');
    expect(await api.user('new.person')).toBeUndefined();
  });
});

describe('standard input', () => {
  it.each([
    ['as it is', 'pässwörd ☃ 9'],
    ['without its line end', 'correct horse 1\n'],
    ['without the line end of Windows', 'correct horse 2\r\n'],
    ['with its spaces', '  correct horse 3  '],
    ['also over 72 bytes', 'длинная парольная фраза из многих слов, которые никто не угадает'],
  ])('is the password, %s', async (_case, input) => {
    const { document } = await usersJson(add(`in.${input.length}`, '--from-stdin'), { input });
    const { username } = document['user'] as { username: string };
    expect((await signIn(username, input.replace(/\r?\n$/, ''))).status).toBe(200);
  });

  it.each([
    ['empty', '', 'Standard input is empty.'],
    ['only a line end', '\n', 'Standard input is empty.'],
    ['no UTF-8', Uint8Array.of(0xff, 0xfe, 0x41), 'Standard input is no UTF-8.'],
    ['a whole file', 'x'.repeat(70_000), 'Standard input is too long to be a password.'],
  ])('is refused if it is %s', async (_case, input, sentence) => {
    expect(await users(add('bad.input', '--from-stdin'), { input })).toMatchObject({
      exitCode: 2,
      err: `${sentence}\n`,
    });
  });

  it('that the policy refuses is refused, in JSON too', async () => {
    const { exitCode, document } = await usersJson(add('weak', '--from-stdin'), { input: 'password1\n' });
    expect(exitCode).toBe(1);
    expect(document).toEqual({
      error: 'password_refused',
      message: 'The password is one of the most common passwords.',
    });
  });

  it('is not read from a terminal', async () => {
    expect(await users(add('typed', '--from-stdin'), { answers: [] })).toMatchObject({ exitCode: 2 });
  });
});

describe('without a terminal', () => {
  it('a password has to come from standard input, or be generated', async () => {
    const { exitCode, err } = await users(add('nobody.there'));
    expect(exitCode).toBe(2);
    expect(err).toContain('use --from-stdin or --generate');
  });
});

describe('options that contradict each other', () => {
  it.each([
    ['set-password', ['--generate', '--from-stdin'], '--generate and --from-stdin cannot be used together.'],
    ['set-password', ['--password', 'hunter22'], 'leave it out and type it when asked'],
    ['add', ['--generate', '--from-stdin'], '--generate and --from-stdin cannot be used together.'],
  ])('are refused before anything is read or asked: %s %j', async (command, args, sentence) => {
    const refused = await users([command, 'whoever', ...args], { answers: [] });
    expect(refused).toMatchObject({ exitCode: 2, asked: [], err: expect.stringContaining(sentence) });
  });
});

describe('a password on the command line', () => {
  it.each([
    [['--password', 'hunter22'], 'leave it out and type it when asked'],
    [['--password=hunter22'], 'leave it out and type it when asked'],
    [['--pass=hunter22'], 'There is no such option. A password is never typed on the command line'],
    [['--hunter22'], 'There is no such option. A password is never typed on the command line'],
    [["--hunter'22"], 'There is no such option.'],
    [['--hunter'], 'There is no such option. A password is never typed on the command line'],
    [['--pasword=hunter'], 'There is no such option. A password is never typed on the command line'],
    [['--hunter-hunter'], 'There is no such option. A password is never typed on the command line'],
    [['--JSON=hunter'], 'There is no such option.'],
    [['-phunter22'], 'There is no such option. A password is never typed on the command line'],
    [['-p', 'hunter22'], 'There is no such option. A password is never typed on the command line'],
    [['-p=hunter22'], 'There is no such option.'],
    [['--generate=hunter22'], 'There is no option --generate=… here.'],
    [['hunter22'], 'There are too many arguments. A password is never typed on the command line'],
    [['--', '-hunter22'], 'There are too many arguments.'],
    [['--id', '22222222'], 'An id that looks like a number can be a number or a string'],
    [['--id', '22222222', '--id-type', 'hunter22'], '--id-type is number or string'],
    [['--stage', 'hunter 22'], '--stage is the name of a deployed stage'],
  ])('is refused, and not repeated: %j', async (args, sentence) => {
    for (const json of [[], ['--json']]) {
      const refused = await users(add('leaky', '--generate', ...json, ...args));
      expect(refused.exitCode).toBe(2);
      expect(refused.out + refused.err).toContain(sentence);
      expect(refused.out + refused.err).not.toMatch(/hunter|22/);
    }
    expect(await api.user('leaky')).toBeUndefined();
  });

  it.each([
    [['hunter22'], 'There is no such command'],
    [['hunter22', 'add', 'leaky'], 'There is no such command'],
    [['-phunter22', 'add', 'leaky'], 'There is no such option'],
    [['--password', 'hunter22', 'add', 'leaky'], 'There is no option --password here'],
    [['show', 'leaky', 'hunter22'], 'There are too many arguments'],
    [['rename', 'leaky', 'other', '--password=hunter22'], 'There is no option --password=… here'],
    [['list', '--limit', 'hunter22'], '--limit is a whole number'],
    [['list', '--state', 'hunter22'], '--state is one of'],
    [['unblock', 'leaky', '--address', 'hunter22'], 'An address looks like'],
    [['import', '--sessions'], "option '--sessions <file>' argument missing"],
  ])('is not repeated, wherever it is: %j', async (args, sentence) => {
    const { exitCode, out, err } = await users(args);
    expect([exitCode, out]).toEqual([2, '']);
    expect(err).toContain(sentence);
    expect(err).not.toContain('hunter');
  });
});
