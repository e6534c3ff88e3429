/**
 * A session of the first demo user, so that the sample events of every route have something to work on. Its token is
 * public, as the demo users' password is. It exists on a laptop and in tests, and nowhere else.
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { userIdKeyOf } from '../../lib/sessions/session.ts';
import { type SessionItem, ttlOf } from '../../lib/sessions/session-item.ts';
import { expiryOf, type SessionLifetime } from '../../lib/sessions/session-lifetime.ts';
import { sessionTokenHash } from '../../lib/sessions/session-token.ts';
import { canonicalUsername } from '../../lib/users/canonical-username.ts';
import { localCredentials } from '../embedded-dynamodb.ts';
import { demoUsers } from './demo-users.ts';

/** The token in `events/i-am-logged-in.json` and `events/signout.json`. */
export const demoSessionToken = 'DemoSessionTokenOfStHuber'.padEnd(64, '0');

/** The id in `events/end-session.json`. */
const demoSessionId = '4f2c6b0e-3c1d-4a5b-8e9f-0a1b2c3d4e5f';

/** The item of the session as if it began now. */
export function demoSessionItem(lifetime: SessionLifetime, nowEpochMs: number) {
  const tokenHash = sessionTokenHash(demoSessionToken);
  if (tokenHash === null) throw new Error('The demo session token does not look like a session token');
  const times = { createdAtEpochMs: nowEpochMs, lastUsedAtEpochMs: nowEpochMs };
  return {
    token_hash: tokenHash,
    id: demoSessionId,
    user_id: userIdKeyOf(demoUsers[0].id),
    username: canonicalUsername(demoUsers[0].username),
    session_information: 'the demo session',
    created_at: nowEpochMs,
    valid_from: 0,
    last_used_at: nowEpochMs,
    expires_at: ttlOf(expiryOf(lifetime, times)),
  } satisfies SessionItem & { expires_at: number };
}

/** Opens the session anew, also if a database that is kept has it already. */
export async function seedDemoSession(
  endpoint: string,
  table: string,
  lifetime: SessionLifetime,
): Promise<void> {
  const client = new DynamoDBClient({ endpoint, region: 'local', credentials: localCredentials });
  const item = demoSessionItem(lifetime, Date.now());
  await DynamoDBDocumentClient.from(client).send(new PutCommand({ TableName: table, Item: item }));
  client.destroy();
}
