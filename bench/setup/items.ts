/** Items of the tables, as the function and `npm run users` write them. */
import { createHash, randomUUID } from 'node:crypto';
import { userIdKeyOf } from '../../lib/sessions/session.ts';
import { passwordHash } from './worlds.ts';

/** A user, by number. */
export const userItem = (number: number) => ({
  username: `user.${String(number).padStart(6, '0')}`,
  id: number,
  activated: true,
  password: passwordHash,
});

/** This many sessions of the user, a minute apart. */
export function sessionItems({ id, username }: ReturnType<typeof userItem>, count: number) {
  return Array.from({ length: count }, (_, index) => {
    const openedAtEpochMs = Date.now() - (index + 1) * 60_000;
    return {
      token_hash: createHash('sha256').update(randomUUID()).digest('hex'),
      id: randomUUID(),
      user_id: userIdKeyOf(id),
      username,
      session_information: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
      created_at: openedAtEpochMs,
      valid_from: 0,
      last_used_at: openedAtEpochMs,
      expires_at: Math.floor(openedAtEpochMs / 1000) + 14 * 86_400,
    };
  });
}
