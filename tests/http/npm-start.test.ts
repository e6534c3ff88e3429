/** `npm start` in a terminal: what it prints, how it refuses to start, and how it ends. */
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, inject, it } from 'vitest';
import { localCredentials } from '../../dev/embedded-dynamodb.ts';
import { freePort, runServerless, startLaptop } from '../support/serverless-command.ts';

const database = DynamoDBDocumentClient.from(
  new DynamoDBClient({ endpoint: inject('databaseUrl'), region: 'local', credentials: localCredentials }),
);

/** Whether anything listens on the port of a URL. */
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
      const laptop = await startLaptop({});
      expect(await isListening(laptop.url)).toBe(true);
      laptop.process.kill(signal);
      const [exitCode] = await once(laptop.process, 'close');
      expect(exitCode).toBe(0);
      expect(await isListening(laptop.url)).toBe(false);
      expect(await isListening(laptop.database)).toBe(false);
    },
  );

  it('prints a curl line that works when pasted', async () => {
    const line = /^curl .*$/m.exec(inject('greeting'))?.[0] ?? '';
    const [, target = '', header = '', body = ''] = /^curl -i (\S+) -H '(.+)' -d '(.+)'$/.exec(line) ?? [];
    const [name = '', value = ''] = header.split(': ');
    const response = await fetch(target, { method: 'POST', headers: { [name]: value }, body });
    expect(response.status).toBe(200);
  });

  it('has a database that any DynamoDB tool can read', async () => {
    const { Item } = await database.send(
      new GetCommand({ TableName: 'signin-dev-users', Key: { username: 'st.huber' } }),
    );
    expect(Item).toMatchObject({ id: 33, activated: true, password: expect.stringMatching(/^\$2b\$10\$/) });
  });
});
