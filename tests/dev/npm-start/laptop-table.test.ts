import { randomBytes } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedDatabase, localCredentials, startDatabase } from '../../../dev/embedded-dynamodb.ts';
import { describeLaptop, readLaptopDescription } from '../../../dev/npm-start/laptop-table.ts';
import { loadKeys } from '../../../lib/secrets/load-keys.ts';
import { parseSettings } from '../../../lib/settings/parse-settings.ts';
import { minimal } from '../../support/environment.ts';

const never = new AbortController().signal;

let database: EmbeddedDatabase;
beforeAll(async () => {
  database = await startDatabase({}, { port: 0 });
});
afterAll(() => database.stop());

describe('the table that describes a laptop', () => {
  it('is missing in another database', async () => {
    expect(await readLaptopDescription(database.endpoint, never)).toBeNull();
  });

  it('has settings and the keys of pseudonyms and counters, of the latest start', async () => {
    await describeLaptop(database.endpoint, parseSettings(minimal));
    const secret = randomBytes(48).toString('base64');
    const settings = parseSettings({ ...minimal, JWT_SECRET: secret, BCRYPT_COST: '10' });
    await describeLaptop(database.endpoint, settings);
    const { accessTokens: _, devices: __, ...keys } = await loadKeys(settings.jwtSecret);
    const description = await readLaptopDescription(database.endpoint, never);
    expect(description).toMatchObject({ settings: { usersTable: 'users', bcryptCost: 10 } });
    expect(description?.keys).toEqual(keys);
  });

  it('has neither the secret nor a key that signs tokens', async () => {
    const secret = randomBytes(48).toString('base64');
    await describeLaptop(database.endpoint, parseSettings({ ...minimal, JWT_SECRET: secret }));
    const { endpoint } = database;
    const client = new DynamoDBClient({ endpoint, region: 'local', credentials: localCredentials });
    const { Items } = await DynamoDBDocumentClient.from(client).send(
      new ScanCommand({ TableName: 'signin-laptop' }),
    );
    const text = JSON.stringify(Items, (_, value) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value,
    );
    expect(text).not.toContain(secret);
    const { devices } = await loadKeys({ from: 'environment', secret });
    expect(text).not.toContain(Buffer.from(devices).toString('utf8'));
  });
});
