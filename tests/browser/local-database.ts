/** The database of the running API: users for a test, and what the rate limit has counted. */
import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import bcryptjs from 'bcryptjs';
import { inject } from 'vitest';

const database = new DynamoDBClient({
  endpoint: inject('databaseUrl'),
  region: 'local',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});

/**
 * All that the rate limit has written down. Each attempt is there before anything is compared, so as long as it stays
 * the same, no guess is compared.
 */
export async function counters(): Promise<string> {
  const { Items = [] } = await database.send(new ScanCommand({ TableName: 'signin-dev-attempts' }));
  return JSON.stringify(Items);
}

/** Adds an active user. */
export async function putUser(username: string, password: string): Promise<void> {
  const Item = {
    username: { S: username },
    id: { S: username },
    activated: { BOOL: true },
    password: { S: await bcryptjs.hash(password, 10) },
  };
  await database.send(new PutItemCommand({ TableName: 'signin-dev-users', Item }));
}
