/** better-auth with its username plugin, one user in memory, and bcrypt in the place of its scrypt. */

import { memoryAdapter } from '@better-auth/memory-adapter';
import bcryptjs from 'bcryptjs';
import { betterAuth } from 'better-auth/minimal';
import { username } from 'better-auth/plugins/username';

const user = { id: '33', username: 'st.huber', email: 'st.huber@example.com', name: 'st.huber' };
const account = { id: '1', userId: user.id, accountId: user.id, providerId: 'credential' };
const password = process.env.PEER_HASH;

const auth = betterAuth({
  baseURL: 'https://a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com',
  secret: process.env.PEER_SECRET,
  database: memoryAdapter({
    user: [user],
    account: [{ ...account, password }],
    session: [],
    verification: [],
  }),
  emailAndPassword: {
    enabled: true,
    password: {
      hash: plain => bcryptjs.hash(plain, 10),
      verify: ({ hash, password: plain }) => bcryptjs.compare(plain, hash),
    },
  },
  plugins: [username()],
});

export async function handler({ requestContext, headers, body }) {
  const url = `https://${requestContext.domainName}/api/auth/sign-in/username`;
  const response = await auth.handler(new Request(url, { method: 'POST', headers, body }));
  return { statusCode: response.status, body: await response.text() };
}
