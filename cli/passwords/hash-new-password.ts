/** Hashes a new password into the attributes of a users row. */
import { createPasswordHasher } from '../../lib/passwords/password-hasher.ts';
import { passwordAttributes } from '../../lib/users/password-attributes.ts';

/**
 * The attributes of a password that satisfies the policy, hashed at the cost of the function. An undefined one has to go:
 * what another system fed to bcrypt means nothing for a new hash.
 */
export async function hashNewPassword(
  password: string,
  bcryptCost: number,
): Promise<Readonly<Record<string, unknown>>> {
  const stored = await createPasswordHasher(bcryptCost).hash(password);
  return { password_input: undefined, ...passwordAttributes(stored) };
}
