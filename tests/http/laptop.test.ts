/** `npm start` at the keyboard: how it refuses, how it ends. */
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { freePort, runServerless, startLaptop } from '../support/serverless-command.ts';

const settings = { BCRYPT_COST: '10' };

/** Whether anything listens there. */
function isListening(url: string): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(Number(new URL(url).port), 'localhost');
    const answer = (listening: boolean) => {
      socket.destroy();
      resolve(listening);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
}

async function takenPort() {
  const server = createServer();
  server.listen(await freePort(), 'localhost');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { port, close: () => server.close() };
}

describe('npm start', () => {
  it('says in one sentence that its HTTP port is taken', async () => {
    const taken = await takenPort();
    const args = ['offline', 'start', '--httpPort', String(taken.port)];
    const { exitCode, stdout, stderr } = await runServerless(args, {
      DYNAMODB_PORT: String(await freePort()),
    });
    taken.close();
    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      `Port ${taken.port} is taken; stop what listens there, or choose another: npm start -- --httpPort 3100\n`,
    );
    expect(stdout).not.toContain('    at ');
  });

  it('says in one sentence that its database port is taken', async () => {
    const taken = await takenPort();
    const args = ['offline', 'start', '--httpPort', String(await freePort())];
    const { exitCode, stderr } = await runServerless(args, { DYNAMODB_PORT: String(taken.port) });
    taken.close();
    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      `Port ${taken.port} is taken; stop what listens there, or choose another: DYNAMODB_PORT=8100 npm start\n`,
    );
  });

  it('says in one sentence which settings are bad', async () => {
    const args = ['offline', 'start', '--httpPort', String(await freePort())];
    const { exitCode, stderr } = await runServerless(args, {
      DYNAMODB_PORT: String(await freePort()),
      BCRYPT_COST: '99',
    });
    expect(exitCode).toBe(1);
    expect(stderr).toBe('Refusing to start: BCRYPT_COST has to be a whole number from 10 to 15.\n');
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'ends everything at %s, as Ctrl-C and a supervisor send it',
    async signal => {
      const laptop = await startLaptop(settings);
      expect(await isListening(laptop.url)).toBe(true);
      laptop.process.kill(signal);
      const [exitCode] = await once(laptop.process, 'close');
      expect(exitCode).toBe(0);
      expect(await isListening(laptop.url)).toBe(false);
      expect(await isListening(laptop.database)).toBe(false);
    },
  );
});

describe('serverless invoke local', () => {
  it('answers a sample event, and ends', async () => {
    const args = ['invoke', 'local', '-f', 'auth', '-p', 'events/signin.json'];
    const { exitCode, stdout } = await runServerless(args, settings);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('"statusCode": 200');
  });

  it('ends with an error where the event file is missing', async () => {
    const { exitCode } = await runServerless(
      ['invoke', 'local', '-f', 'auth', '-p', 'events/missing.json'],
      settings,
    );
    expect(exitCode).toBe(1);
  });
});
