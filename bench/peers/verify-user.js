/** What every peer does with a body: finds the user, compares the password, signs a token. The store differs. */
import bcryptjs from 'bcryptjs';
import { SignJWT } from 'jose';

const key = new TextEncoder().encode(process.env.PEER_SECRET);

/** A token, or null for a wrong name or password. */
export async function tokenFor(store, username, password) {
  const user = await store.begin(username);
  if (!user || !(await bcryptjs.compare(password, user.password))) return null;
  await store.end(username);
  return new SignJWT({ sub: String(user.id) })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(key);
}
