/** Signing in through what was deployed. */
import { addUser, apiUrl, credentials, expectStatus, post, signIn } from './deployed-api.ts';
import type { EmulatedAws } from './emulated-aws.ts';

/** Signs a user in, redeems the session, and tries a wrong password and a route that does not exist. */
export async function signInThroughApi(aws: EmulatedAws): Promise<string> {
  await addUser(aws);
  const session_token = await signIn(aws);
  expectStatus(await post(aws, '/api/auth/IamLoggedIn', { session_token }), 202);
  const wrong = await post(aws, '/api/auth/signin', { ...credentials, password: 'wrong' });
  expectStatus(wrong, 400);
  expectStatus(await post(aws, '/api/auth/nothing', {}), 404);
  return `${await apiUrl(aws)}/api/auth/signin: 200, its session redeemed: 202, a wrong password: 400 ${wrong.body['error_code']}, another path: 404`;
}
