/**
 * What `npm run users` has to know of a running `npm start`, in a table that only a laptop has: the tables' names, the
 * cost of hashes, and the keys of pseudonyms, which come from a secret that is random at each start. The secret itself and
 * the key that signs tokens are not in it.
 */
import { DynamoDBClient, DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { type Keys, loadKeys } from '../../lib/secrets/load-keys.ts';
import type { Settings } from '../../lib/settings/parse-settings.ts';
import { createTable, localCredentials } from '../embedded-dynamodb.ts';

/** What the table holds. */
export interface LaptopDescription {
  readonly settings: Omit<Settings, 'jwtSecret' | 'trustedProxy'>;
  readonly keys: Omit<Keys, 'accessTokens' | 'devices'>;
}

const table = 'signin-laptop';
const key = { name: 'npm start' };

const connect = (endpoint: string) =>
  new DynamoDBClient({ endpoint, region: 'local', credentials: localCredentials, maxAttempts: 1 });

/** Writes the description, also over that of an earlier start. */
export async function describeLaptop(endpoint: string, settings: Settings): Promise<void> {
  const { jwtSecret, trustedProxy: _, ...others } = settings;
  const { accessTokens: __, devices: ___, ...keys } = await loadKeys(jwtSecret);
  const client = connect(endpoint);
  await createTable(client, {
    TableName: table,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'name', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'name', KeyType: 'HASH' }],
  });
  const item: LaptopDescription = { settings: others, keys };
  await DynamoDBDocumentClient.from(client).send(
    new PutCommand({ TableName: table, Item: { ...key, ...item } }),
  );
  client.destroy();
}

/**
 * The description; null if the database is not that of `npm start`.
 * @throws if something else answers there, or if nothing has by the signal
 */
export async function readLaptopDescription(
  endpoint: string,
  abortSignal: AbortSignal,
): Promise<LaptopDescription | null> {
  const client = connect(endpoint);
  try {
    const { Item } = await DynamoDBDocumentClient.from(client).send(
      new GetCommand({ TableName: table, Key: key, ConsistentRead: true }),
      { abortSignal },
    );
    // `describeLaptop` of the same version wrote it.
    return (Item as LaptopDescription | undefined) ?? null;
  } catch (error) {
    if (error instanceof DynamoDBServiceException) return null;
    throw error;
  } finally {
    client.destroy();
  }
}
