/** A day of an operator, typed at a terminal while `npm start` runs: somebody comes, forgets, loses a device and leaves. */
import { describe, expect, inject, it } from 'vitest';
import { typeAtTerminal } from '../support/pseudo-terminal.ts';

const [password, newPassword] = ['correct horse 9', 'battery staple 9'];
const enter = '\r';
const { port } = new URL(inject('databaseUrl'));
const name = 'day.in.the.life';

/** Types a command, and answers its questions. */
async function type(args: string, ...answers: readonly [question: string, answer: string][]) {
  const typed = answers.map(([after, answer]) => ({ after, keys: answer + enter }));
  const line = `DYNAMODB_PORT=${port} npm run users -- ${args}`;
  const { exitCode, screen } = await typeAtTerminal(line, typed);
  expect(exitCode, screen).toBe(0);
  return screen;
}

async function post(route: string, body: object) {
  const headers = { 'content-type': 'application/json' };
  const url = `${inject('apiUrl')}/api/auth/${route}`;
  const reply = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  // The contract's bodies are objects.
  return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
}
const signIn = (typed: string, fields: object = {}) =>
  post('signin', { username: name, password: typed, ...fields });
const redeem = async (token: unknown) => (await post('IamLoggedIn', { session_token: token })).status;

describe.runIf(process.platform === 'linux')('a day of an operator', () => {
  it('goes well', async () => {
    await type(`add ${name}`, ['Password:', password], ['Once more:', password]);
    expect((await signIn(password)).status).toBe(200);

    // The user forgets the password, and uses up the free guesses.
    for (let guess = 0; guess < 5; guess++) await signIn('forgotten');
    await type(`set-password ${name}`, ['Password:', newPassword], ['Once more:', newPassword]);
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
});
