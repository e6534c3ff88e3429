/** A plain function with the SDK and no framework. */
import { dynamodbStore } from './dynamodb-store.js';
import { tokenFor } from './verify-user.js';

export async function handler({ body }) {
  const { username, password } = JSON.parse(body);
  const token = await tokenFor(dynamodbStore, username, password);
  return token ? { statusCode: 200, body: JSON.stringify({ token }) } : { statusCode: 400 };
}
