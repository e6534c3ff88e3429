/**
 * A day of an operator, typed at a terminal while `npm start` runs: somebody comes, forgets, loses a device and leaves; two
 * other systems bring their users.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { typeAtTerminal } from '../support/pseudo-terminal.ts';
import { type Laptop, startLaptop } from '../support/serverless-command.ts';

const [password, newPassword] = ['correct horse 9', 'battery staple 9'];
const enter = '\r';
const name = 'day.in.the.life';

/** Of each of the two systems. */
const importedUsers = 10_000;
/** PHP's and Python's hashes, and their passwords. */
const php = ['rasmuslerdorf', '$2y$07$BCryptRequires22Chrcte/VlQH0piJtjXl.0t1XkA8pw9dMXTpOq'] as const;
const python = ['Password1234!', '$2b$10$a9e.ikm8dwGiqEW4W48sOuMMQ0Lcmnwm7PBx1qjYi8wECAcNsBxmC'] as const;

let laptop: Laptop;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signin-day-'));
  laptop = await startLaptop({ NETWORK_MAX_ATTEMPTS: '1000' });
});
afterAll(async () => {
  laptop.process.kill('SIGINT');
  await rm(folder, { recursive: true });
});

const lineOf = (args: string) => `DYNAMODB_PORT=${new URL(laptop.database).port} npm run users -- ${args}`;

/** Types a command, and answers its questions. */
async function type(args: string, ...answers: readonly (readonly [question: string, answer: string])[]) {
  const typed = answers.map(([after, answer]) => ({ after, keys: answer + enter }));
  const { exitCode, screen } = await typeAtTerminal(lineOf(args), typed);
  expect(exitCode, screen).toBe(0);
  return screen;
}

async function post(route: string, body: object) {
  const headers = { 'content-type': 'application/json' };
  const url = `${laptop.url}/api/auth/${route}`;
  const reply = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  // The contract's bodies are objects.
  return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
}
/** Laravel's table, with one hash that lost its end. */
function laravelTable(): string {
  const rows = Array.from({ length: importedUsers }, (_, row) => {
    const hash = row === 7000 ? php[1].slice(0, -3) : php[1];
    return `${row + 1001},User ${row},user${row}@laravel.example,NULL,${hash},NULL,NULL,NULL`;
  });
  return ['id,name,email,email_verified_at,password,remember_token,created_at,updated_at', ...rows].join(
    '\n',
  );
}

/** What Django's `dumpdata` prints. */
const djangoDump = (): string =>
  JSON.stringify(
    Array.from({ length: importedUsers }, (_, row) => ({
      model: 'auth.user',
      pk: 100_000 + row,
      fields: { username: `django${row}`, password: `bcrypt$${python[1]}`, is_active: row !== 5000 },
    })),
  );

const signIn = (typed: string, fields: object = {}) =>
  post('signin', { username: name, password: typed, ...fields });
const redeem = async (token: unknown) => (await post('IamLoggedIn', { session_token: token })).status;

describe.runIf(process.platform === 'linux')('a day of an operator', () => {
  it('goes well', async () => {
    await type(`add ${name}`, ['Password:', password], ['Once more:', password]);
    expect((await signIn(password)).status).toBe(200);

    // The user forgets the password, and uses up the free guesses.
    for (let guess = 0; guess < 5; guess++) await signIn('forgotten');
    const asked = [
      ['end all sessions?', 'y'],
      ['Password:', newPassword],
      ['Once more:', newPassword],
    ] as const;
    await type(`set-password ${name}`, ...asked);
    expect(await type(`unblock ${name}`)).toContain('is forgotten.');
    expect((await signIn(newPassword)).status).toBe(200);

    // A device is stolen: its session ends, that of the other device stays.
    const device = async (label: string) =>
      (await signIn(newPassword, { stay_logged_in: true, session_information: label })).body['session_token'];
    const [stolen, kept] = [await device('stolen phone'), await device('laptop')];
    const list = await type(`sessions ${name}`);
    const id = /([0-9a-f-]{36}) {2}stolen phone/.exec(list)?.[1];
    await type(`end-sessions ${name} --session ${id}`, ['End this session', 'y']);
    expect([await redeem(stolen), await redeem(kept)]).toEqual([400, 202]);

    // Somebody cannot sign in, and the command says why.
    await type(`deactivate ${name}`, ['Let nobody in', 'y']);
    expect(await type(`show ${name}`)).toContain('state     not_activated');
    await type(`activate ${name}`);

    await type(`remove ${name}`, ['for good?', 'y']);
    expect((await signIn(newPassword)).status).toBe(400);
    expect(await redeem(kept)).toBe(400);
  }, 60_000);

  it('brings the users of a Laravel and of a Django table along', async () => {
    const laravel = join(folder, 'users.csv');
    const django = join(folder, 'dumpdata.json');
    await writeFile(laravel, laravelTable());
    await writeFile(django, djangoDump());

    const refused = await typeAtTerminal(lineOf(`import ${laravel}`), []);
    expect(refused.exitCode, refused.screen).toBe(1);
    expect(refused.screen).toContain('9,999 users added');
    expect(refused.screen).toContain('1 row rejected');
    expect(refused.screen).toMatch(/line 7002/);
    expect(await type(`import ${django}`)).toContain('10,000 users added');

    const last = importedUsers - 1;
    expect((await signIn(php[0], { username: `user${last}@laravel.example` })).status).toBe(200);
    expect((await signIn(python[0], { username: `django${last}` })).status).toBe(200);

    // One of them cannot sign in, and the commands say why.
    expect((await signIn(python[0], { username: 'django5000' })).body['error_code']).toBe('not_activated');
    expect(await type('show django5000')).toContain('state     not_activated');
    await type('activate django5000');
    expect((await signIn(python[0], { username: 'django5000' })).status).toBe(200);
  }, 120_000);
});
