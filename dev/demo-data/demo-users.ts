/** The three users to try the API with. They exist on a laptop and in tests, and nowhere else. */
import { DynamoDBClient, DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { createPasswordHasher } from '../../lib/passwords/password-hasher.ts';
import { canonicalUsername } from '../../lib/users/canonical-username.ts';
import { passwordAttributes } from '../../lib/users/password-attributes.ts';
import { localCredentials } from '../embedded-dynamodb.ts';

/** The password of all three, from the contract's example. */
export const demoPassword = 'Password1234!';

/**
 * As the users table has them, without the password. Their ids are numbers, as in the contract's example; your own users
 * better have strings (docs/users.md), which `npm run users -- add` gives them.
 */
export const demoUsers = [
  { username: 'st.huber', id: 33, activated: true, force_password_change: false },
  { username: 'new.member', id: 34, activated: false, force_password_change: false },
  { username: 'first.login', id: 35, activated: true, force_password_change: true },
] as const;

/** Adds the users that are not there yet, with a hash of the given cost. */
export async function seedDemoUsers(endpoint: string, table: string, cost: number): Promise<void> {
  const client = new DynamoDBClient({ endpoint, region: 'local', credentials: localCredentials });
  const database = DynamoDBDocumentClient.from(client);
  const password = passwordAttributes(await createPasswordHasher(cost).hash(demoPassword));
  for (const user of demoUsers) {
    const add = new PutCommand({
      TableName: table,
      Item: { ...user, username: canonicalUsername(user.username), ...password },
      ConditionExpression: 'attribute_not_exists(username)',
    });
    try {
      await database.send(add);
    } catch (error) {
      const exists =
        error instanceof DynamoDBServiceException && error.name === 'ConditionalCheckFailedException';
      if (!exists) throw error;
    }
  }
  client.destroy();
}
