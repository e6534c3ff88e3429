/**
 * A day in the life of an operator, typed at two terminals as it is printed, in a copy of the checkout: somebody comes,
 * forgets, loses a device and leaves, and two other systems bring their users. Each step goes on from the one before.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localCredentials } from '../../dev/embedded-dynamodb.ts';
import { guessUntilBlocked } from '../support/guess-until-blocked.ts';
import { openTerminal, type Terminal, typeAtTerminal } from '../support/pseudo-terminal.ts';
import { freePort } from '../support/serverless-command.ts';
import { copyCheckout, environmentOfShell } from './copy-of-checkout.ts';
import {
  cutHash,
  djangoDump,
  djangoPassword,
  laravelHash,
  laravelPassword,
  laravelTable,
  usersOfOthers,
} from './tables-of-others.ts';

const [password, newPassword] = ['correct horse 9', 'battery staple 9'];
const [enter, ctrlC] = ['\r', '\u0003'];
/** What `set-password` asks, and what is answered. */
const newPasswordTyped = [
  ['end all sessions?', 'y'],
  ['Password:', newPassword],
  ['Once more:', newPassword],
] as const;
const environment = environmentOfShell();

let folder: string;
/** The terminal in which the laptop runs. */
let laptop: Terminal;
let api: string;
let database: string;
/** The lines that the start prints. */
let [addLine, signInLine] = ['', ''];
/** Session tokens, by the device that has them. */
const sessions = new Map<string, unknown>();

beforeAll(() => {
  folder = copyCheckout();
});
afterAll(async () => {
  laptop?.type(ctrlC);
  await laptop?.ended;
  rmSync(folder, { recursive: true });
});

/** The name in the line that adds a user. */
const anna = () => addLine.split(' ').at(-1) ?? '';

/** Types a line into the second terminal, and answers its questions. */
async function typeLine(line: string, ...answers: readonly (readonly [question: string, answer: string])[]) {
  const typed = answers.map(([after, answer]) => ({ after, keys: answer + enter }));
  return typeAtTerminal(line, typed, { folder, environment });
}

/** Types a command for users as the line that adds one begins; expects that it succeeds. */
async function users(args: string, ...answers: readonly (readonly [question: string, answer: string])[]) {
  const { exitCode, screen } = await typeLine(addLine.replace(/add .*/, args), ...answers);
  expect(exitCode, screen).toBe(0);
  return screen;
}

/** Types a command for users that is refused. */
async function refusedUsers(args: string) {
  const { exitCode, screen } = await typeLine(addLine.replace(/add .*/, args));
  expect(exitCode, screen).toBe(1);
  return screen;
}

async function post(route: string, body: object) {
  const headers = { 'content-type': 'application/json' };
  const reply = await fetch(`${api}/api/auth/${route}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  // The contract's bodies are objects.
  return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
}
const signIn = (username: string, typed: string, fields: object = {}) =>
  post('signin', { username, password: typed, ...fields });
const redeem = async (device: string) =>
  (await post('IamLoggedIn', { session_token: sessions.get(device) })).status;

/**
 * Waits until the laptop's terminal has a line of the log about the user with this reason, under the name's pseudonym.
 */
async function findInLog(username: string, reason: string): Promise<void> {
  const [, pseudonym] = /^user .+: (\S+)/m.exec(await users(`log ${username}`)) ?? [];
  await laptop.waitFor(new RegExp(`^(?=.*"user":"${pseudonym}")(?=.*"reason":"${reason}").*`, 'm'));
}

describe.runIf(process.platform === 'linux')('a day in the life of an operator', () => {
  it('begins with the first line of the README', async () => {
    const [, line = ''] = /```sh\n(.*)\n```/.exec(readFileSync(join(folder, 'README.md'), 'utf8')) ?? [];
    expect(line).toBe('npm ci && npm start');
    const [httpPort, databasePort] = [await freePort(), await freePort()];
    laptop = openTerminal(`${line} -- --httpPort ${httpPort}`, {
      folder,
      environment: { ...environment, DYNAMODB_PORT: String(databasePort) },
    });
    await laptop.waitFor(/added \d+ packages/);
    database = (await laptop.waitFor(/DynamoDB: .+\r\n/)).replace('DynamoDB: ', '').trim();
    await laptop.waitFor(/Add a user, and sign in as that user:\s+/);
    addLine = (await laptop.waitFor(/.+\r\n/)).trim();
    signInLine = (await laptop.waitFor(/curl .+\r\n/)).trim();
    [api = ''] = /http:..[^/]+/.exec(signInLine) ?? [];
  });

  it('adds a user and signs in with the two lines that the start has printed', async () => {
    const added = await typeLine(addLine, ['Password:', password], ['Once more:', password]);
    expect(added.exitCode, added.screen).toBe(0);
    const signedIn = await typeLine(signInLine.replace('THE PASSWORD', password));
    expect(signedIn.screen).toContain('HTTP/1.1 200 OK');
    expect(signedIn.screen).toMatch(/\{"token":"ey/);
  });

  it('sets a forgotten password, and lets its owner in at once', async () => {
    await guessUntilBlocked(() => signIn(anna(), 'forgotten'));
    await findInLog(anna(), 'wrong_password');
    await findInLog(anna(), 'account');
    await users(`set-password ${anna()}`, ...newPasswordTyped);
    expect(await users(`unblock ${anna()}`)).toContain('is forgotten');
    expect((await signIn(anna(), password)).status).toBe(400);
    expect((await signIn(anna(), newPassword)).status).toBe(200);
  });

  it('finds the hash that was cut off in a table of Laravel before it brings the others along', async () => {
    writeFileSync(join(folder, 'users.csv'), laravelTable());
    const looked = await refusedUsers('import users.csv --dry-run');
    const rejected = await refusedUsers('import users.csv');
    for (const screen of [looked, rejected]) {
      expect(screen).toContain('9,999 users added');
      expect(screen).toMatch(/1 +column password .* line 7002/);
    }
    expect((await signIn('user9999@laravel.example', laravelPassword)).status).toBe(200);
    expect((await signIn('user7000@laravel.example', laravelPassword)).status).toBe(400);
  });

  it('mends that row in the file of rejects, and imports it', async () => {
    const rejects = join(folder, 'users.csv.rejects.jsonl');
    writeFileSync(rejects, readFileSync(rejects, 'utf8').replace(cutHash, laravelHash));
    expect(await users('import users.csv.rejects.jsonl')).toContain('1 user added');
    expect((await signIn('user7000@laravel.example', laravelPassword)).status).toBe(200);
  });

  it('brings a table of Django along, and finds why one of its users cannot sign in', async () => {
    writeFileSync(join(folder, 'dumpdata.json'), djangoDump());
    expect(await users('import dumpdata.json')).toContain('10,000 users added');
    expect((await signIn(`django${usersOfOthers - 1}`, djangoPassword)).status).toBe(200);
    expect((await signIn('django5000', djangoPassword)).body['error_code']).toBe('not_activated');
    expect(await users('show django5000')).toContain('state     not_activated');
    await users('activate django5000');
    expect((await signIn('django5000', djangoPassword)).status).toBe(200);
  });

  it('finds a row of another tool that nobody can sign in with, and mends it', async () => {
    expect(await users('check')).toContain('Nothing is wrong with');
    const client = new DynamoDBClient({ endpoint: database, region: 'local', credentials: localCredentials });
    const Item = { username: 'carla', id: 'c-1', activated: true, password: cutHash };
    await DynamoDBDocumentClient.from(client).send(new PutCommand({ TableName: 'signin-dev-users', Item }));
    client.destroy();
    const { body } = await signIn('carla', laravelPassword);
    expect(body['error_code']).toBe('username_or_password_incorrect');

    const found = 'no password can match: it is a bcrypt hash of 57 characters, and not of 60';
    expect(await refusedUsers('check')).toContain(`carla: ${found}`);
    expect(await users('show carla')).toContain(`problem   ${found}`);
    await findInLog('carla', 'unusable_hash');
    await users('set-password carla', ...newPasswordTyped);
    expect((await signIn('carla', newPassword)).status).toBe(200);
    expect(await users('check')).toContain('Nothing is wrong with');
  });

  it('ends the session of a stolen device and no other', async () => {
    for (const device of ['stolen phone', 'laptop']) {
      const fields = { stay_logged_in: true, session_information: device };
      sessions.set(device, (await signIn(anna(), newPassword, fields)).body['session_token']);
    }
    const [, id] = /([0-9a-f-]{36}) {2}stolen phone/.exec(await users(`sessions ${anna()}`)) ?? [];
    await users(`end-sessions ${anna()} --session ${id}`, ['End this session', 'y']);
    expect([await redeem('stolen phone'), await redeem('laptop')]).toEqual([400, 202]);
  });

  it('removes a user with all sessions', async () => {
    await users(`remove ${anna()}`, ['for good?', 'y']);
    expect((await signIn(anna(), newPassword)).status).toBe(400);
    expect(await redeem('laptop')).toBe(400);
    expect(await refusedUsers(`show ${anna()}`)).toContain(anna());
  });

  it('ends with Ctrl-C, after which nothing listens', async () => {
    laptop.type(ctrlC);
    await laptop.ended;
    await expect(fetch(api)).rejects.toThrow();
    await expect(fetch(database)).rejects.toThrow();
  });
});
