/** Makes what users came without: ids, and passwords with their hashes. */
import { randomUUID } from 'node:crypto';
import { createPasswordHasher } from '../../lib/passwords/password-hasher.ts';
import { generatePassword } from '../passwords/generate-password.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { Decision } from './users/decide-rows.ts';
import type { ImportedUser } from './users/imported-user.ts';
import type { Minted } from './write/user-row.ts';

/**
 * A generated password has 123 bits, which no cost has to protect, and is changed at the first sign-in. Cost 8 takes 20 ms
 * a user instead of 300; a wrong answer is topped up to the function's cost, and with less than 8 that begins to show
 * (docs/design.md, "Measurements").
 */
const cost = 8;

/** What a user lacks; null if nothing. */
async function mintFor({ id, password }: ImportedUser): Promise<Minted | null> {
  if (id !== null && password !== null) return null;
  const generated = password === null ? generatePassword() : null;
  return {
    ...(id === null && { id: randomUUID() }),
    ...(generated !== null && {
      password: generated,
      // Short enough to be hashed as it is.
      passwordHash: (await createPasswordHasher(cost).hash(generated)).hash,
    }),
  };
}

/** Users who came without an id or a password get theirs; those of a batch that was cut get the same as before. */
export async function mintMissing(
  batch: readonly Decision[],
  earlier: Checkpoint['minted'],
): Promise<Checkpoint['minted']> {
  const minted: Record<string, Minted> = {};
  for (const decision of batch) {
    if (!('user' in decision)) continue;
    const made = earlier[decision.at] ?? (await mintFor(decision.user));
    if (made !== null) minted[decision.at] = made;
  }
  return minted;
}
