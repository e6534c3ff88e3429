/** The device token from `npm start`, as a browser and as an app carry it. */
import { once } from 'node:events';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import bcryptjs from 'bcryptjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localCredentials } from '../../dev/embedded-dynamodb.ts';
import { SignInClient } from '../../examples/client.ts';
import { guessUntilBlocked } from '../support/guess-until-blocked.ts';
import { type Laptop, startLaptop } from '../support/serverless-command.ts';

const password = 'Password1234!';
const names = ['known.device', 'known.app'] as const;

let laptop: Laptop;
let url: string;

beforeAll(async () => {
  // An account is blocked for half an hour after its first five wrong passwords, so the time of a test does not matter.
  laptop = await startLaptop({ ACCOUNT_MAX_ATTEMPTS: '5' });
  url = laptop.url;
  const database = DynamoDBDocumentClient.from(
    new DynamoDBClient({ endpoint: laptop.database, region: 'local', credentials: localCredentials }),
  );
  const hash = await bcryptjs.hash(password, 10);
  for (const username of names) {
    const Item = { username, id: username, activated: true, password: hash };
    await database.send(new PutCommand({ TableName: 'signin-dev-users', Item }));
  }
  database.destroy();
});

afterAll(async () => {
  laptop.process.kill('SIGINT');
  await once(laptop.process, 'close');
});

const signIn = (username: string, typed: string, headers: Record<string, string> = {}) =>
  fetch(`${url}/api/auth/signin`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ username, password: typed }),
  });

/** Wrong passwords without a device token, until the account is blocked. */
const block = (username: string) => guessUntilBlocked(() => signIn(username, 'wrong'));

describe('a device that has signed in before', () => {
  it('gets in while the account is blocked, by the cookie or the header of its first sign-in', async () => {
    const first = await signIn('known.device', password);
    const token = first.headers.get('x-device-token') ?? '';
    const [cookie = '', ...others] = first.headers.getSetCookie();
    expect(others).toEqual([]);
    expect(cookie).toMatch(/^__Host-device-.*; Path=\/; Secure; HttpOnly; SameSite=Strict$/);
    await block('known.device');
    const [pair = ''] = cookie.split(';');
    expect((await signIn('known.device', password, { cookie: `theme=dark; ${pair}; lang=de` })).status).toBe(
      200,
    );
    expect((await signIn('known.device', password, { 'x-device-token': token })).status).toBe(200);
    expect((await signIn('known.device', password, { 'x-device-token': `${token}x` })).status).toBe(429);
    expect((await signIn('known.device', password)).status).toBe(429);
  });

  it('gets in with the sample client, which keeps the token', async () => {
    const nowhere = { load: async () => null, save: async () => {}, clear: async () => {} };
    const kept = new Map<string, string>();
    const devices = {
      load: async (name: string) => kept.get(name) ?? null,
      save: async (name: string, token: string) => {
        kept.set(name, token);
      },
    };
    const credentials = { username: 'known.app', password };
    await new SignInClient(url, nowhere, devices).signIn(credentials);
    await block('known.app');
    await new SignInClient(url, nowhere, devices).signIn(credentials);
    await expect(new SignInClient(url, nowhere).signIn(credentials)).rejects.toMatchObject({
      code: 'too_many_attempts',
    });
  });

  it('gets in with the sample client whose store of device tokens is broken, as if there were none', async () => {
    const nowhere = { load: async () => null, save: async () => {}, clear: async () => {} };
    const broken = () => Promise.reject(new Error('full'));
    const client = new SignInClient(url, nowhere, { load: broken, save: broken });
    await client.signIn({ username: 'st.huber', password });
    expect(await client.token()).toMatch(/^ey/);
  });
});
