/** What is typed wrongly, and what is not there: one sentence, and the exit code. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runUsers } from '../../cli/run-users.ts';
import { freePort } from '../support/serverless-command.ts';
import { recordingTerminal } from '../support/users-command.ts';

async function run(...argv: string[]) {
  const { terminal, written } = recordingTerminal();
  return { exitCode: await runUsers(argv, terminal), ...written };
}

const before = { ...process.env };
beforeEach(async () => {
  process.env['DYNAMODB_PORT'] = String(await freePort());
});
afterEach(() => {
  process.env = { ...before };
});

describe('the help', () => {
  it.each([
    [[], 'Exit codes: 0 done, 1 refused, 2 wrong usage, 3 the database.'],
    [['add'], 'npm run users -- add anna.meier --generate'],
    [['check'], 'npm run users -- check'],
  ])('of %j has examples, and needs no database', async (command, text) => {
    const { exitCode, out, err } = await run(...command, '--help');
    expect([exitCode, err]).toEqual([0, '']);
    expect(out).toContain(text);
  });

  it('has no line that is too long for a terminal, but for examples', async () => {
    const { out } = await run('--help');
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(130);
  });
});

describe('the page for operators', () => {
  it('has a row for every command, and shows no other one', async () => {
    const { out } = await run('--help');
    const inHelp = [...out.matchAll(/^ {2}([a-z][a-z-]+) (?:\[options\] )?.*$/gm)].map(([, name]) => name);
    const page = readFileSync('docs/users.md', 'utf8');
    const inTable = [...page.matchAll(/^\| `([a-z-]+)(?: [^`]*)?` \| /gm)].map(([, name]) => name);
    expect(inHelp.length).toBeGreaterThan(10);
    expect(inTable.toSorted()).toEqual(expect.arrayContaining(inHelp));
    const typed = [...page.matchAll(/npm run (?:--silent )?users -- ([a-z-]+)/g)].map(
      ([, name]) => name ?? '',
    );
    for (const name of typed.filter(name => !name.startsWith('-'))) expect(inHelp).toContain(name);
  });
});

describe('what is typed wrongly', () => {
  it.each([
    [[], 'A command is missing'],
    [['ad'], 'There is no such command (did you mean add?);'],
    [['frobnicate'], 'There is no such command;'],
    [['show'], "missing required argument 'name'"],
    [['show', 'a', 'b'], 'There are too many arguments'],
    [['show', 'a', '--jso'], 'There is no such option (did you mean --json?);'],
    [['show', 'a', '--force'], 'There is no such option. A password is never'],
    [['show', 'a', '--generate'], 'There is no option --generate here. A password is never'],
    [['show', 'a', '--stages=x'], 'There is no such option (did you mean --stage?);'],
    [['show', 'a', '--stage'], "option '--stage <stage>' argument missing"],
    [['show', 'a', '--json=yes'], 'There is no option --json=… here. A password is never'],
    [['show', 'a', '--region', 'eu-west-1'], '--region needs --stage'],
    [['show', 'a', '--stage', 'Bad Stage'], '--stage is the name of a deployed stage'],
    [['show', 'a', '--stage', 'staging', '--region', 'hunter22'], '--region is the name of an AWS region'],
  ])('%j ends with 2 and a sentence', async (argv, sentence) => {
    const { exitCode, out, err } = await run(...argv);
    expect([exitCode, out]).toEqual([2, '']);
    expect(err).toContain(sentence);
    expect(err).toMatch(/^[^\n\\]+; see npm run users -- --help\n$|^--[^\n\\]+\.\n$/);
  });

  it('is one JSON document with --json', async () => {
    const { exitCode, out, err } = await run('ad', '--json');
    expect([exitCode, err]).toEqual([2, '']);
    expect(JSON.parse(out)).toEqual({
      error: 'usage',
      message: 'There is no such command (did you mean add?); see npm run users -- --help',
    });
  });

  it('is a port that is none', async () => {
    process.env['DYNAMODB_PORT'] = '99999';
    expect(await run('show', 'a')).toMatchObject({ exitCode: 2 });
  });
});

describe('a database that is not there', () => {
  it('is named with what to do', async () => {
    const { exitCode, err } = await run('show', 'a');
    expect(exitCode).toBe(3);
    expect(err).toMatch(/^Nothing listens on port \d+: run npm start in another terminal/);
  });

  it('is told from something else that listens there', async () => {
    const server = createServer((_, response) => response.writeHead(404).end('not here')).listen(
      0,
      'localhost',
    );
    await once(server, 'listening');
    const address = server.address();
    process.env['DYNAMODB_PORT'] = String(typeof address === 'object' ? address?.port : '');
    const { exitCode, err } = await run('show', 'a');
    server.close();
    expect(exitCode).toBe(3);
    expect(err).toContain('is not the database of npm start');
    expect(err).not.toContain('    at ');
  });
});
