/**
 * A hundred sign-ins at the same moment on a laptop. A former version started a thread for each of them: half of them
 * were answered with 503, and they took gigabytes of memory.
 */
import { once } from 'node:events';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import bcryptjs from 'bcryptjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localCredentials } from '../../dev/embedded-dynamodb.ts';
import { peakMemoryMb } from '../support/process-tree.ts';
import { type Laptop, startLaptop } from '../support/serverless-command.ts';

const password = 'Password1234!';
const count = 100;
const numbers = Array.from({ length: count }, (_, i) => i);

let laptop: Laptop;

beforeAll(async () => {
  // All of them come from one network, so its limit is out of reach.
  laptop = await startLaptop({ NETWORK_MAX_ATTEMPTS: '1000000' });
  const database = DynamoDBDocumentClient.from(
    new DynamoDBClient({ endpoint: laptop.database, region: 'local', credentials: localCredentials }),
  );
  const hash = bcryptjs.hashSync(password, 10);
  for (const username of ['crowd', ...numbers.map(n => `crowd.${n}`)]) {
    const Item = { username, id: username, activated: true, password: hash };
    await database.send(new PutCommand({ TableName: 'signin-dev-users', Item }));
  }
});

afterAll(async () => {
  laptop.process.kill('SIGINT');
  await once(laptop.process, 'close');
});

/** Signs in with all names at the same time, and counts the responses by status. */
async function signInAtOnce(names: readonly string[], typed: string): Promise<Record<number, number>> {
  const answers = names.map(async username => {
    const response = await fetch(`${laptop.url}/api/auth/signin`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password: typed }),
    });
    await response.text();
    return response.status;
  });
  const statuses = await Promise.all(answers);
  return Object.fromEntries(
    [...new Set(statuses)].map(status => [status, statuses.filter(each => each === status).length]),
  );
}

describe('a hundred sign-ins at once', { timeout: 120_000 }, () => {
  it('all succeed with right passwords on a hundred accounts', async () => {
    expect(
      await signInAtOnce(
        numbers.map(n => `crowd.${n}`),
        password,
      ),
    ).toEqual({ 200: count });
  });

  it('all succeed with the right password on one account', async () => {
    expect(await signInAtOnce(Array(count).fill('crowd'), password)).toEqual({ 200: count });
  });

  it('all fail with wrong passwords on a hundred accounts', async () => {
    expect(
      await signInAtOnce(
        numbers.map(n => `crowd.${n}`),
        'wrong',
      ),
    ).toEqual({ 400: count });
  });

  it('all fail or are told to wait with wrong passwords on one account', async () => {
    const { 400: wrong = 0, 429: refused = 0 } = await signInAtOnce(Array(count).fill('crowd'), 'wrong');
    expect(wrong).toBeGreaterThanOrEqual(5);
    expect(wrong + refused).toBe(count);
  });

  it.runIf(process.platform === 'linux')('take less than 600 MB of memory', () => {
    expect(peakMemoryMb(laptop.process.pid ?? 0)).toBeLessThan(600);
  });
});
