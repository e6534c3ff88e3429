/**
 * The access token of the sample events. A file cannot hold one that works: the secret of a laptop is random, and a token
 * lives for an hour. So the events hold a placeholder, and `invoke local` fills in a token of the first demo user.
 */
import { createAccessTokenIssuer } from '../../lib/access-tokens/issue-access-token.ts';
import { loadKeys } from '../../lib/secrets/load-keys.ts';
import type { Settings } from '../../lib/settings/parse-settings.ts';
import { demoUsers } from './demo-users.ts';

const placeholder = 'DEMO_ACCESS_TOKEN';

/** The event with the token in place of the placeholder; an event without the placeholder as it is. */
export async function withDemoAccessToken<Event>(
  event: Event,
  { jwtSecret, jwtIssuer }: Pick<Settings, 'jwtSecret' | 'jwtIssuer'>,
  nowEpochSeconds: number,
): Promise<Event> {
  const { accessTokens } = await loadKeys(jwtSecret);
  const token = await createAccessTokenIssuer(accessTokens, jwtIssuer)(demoUsers[0].id, nowEpochSeconds);
  // A token is base64url and dots, so the text stays JSON of the same shape.
  return JSON.parse(JSON.stringify(event).replaceAll(placeholder, token)) as Event;
}
