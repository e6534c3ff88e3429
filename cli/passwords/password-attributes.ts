/** The attributes of a users row that a new password becomes. */
import { createPasswordHasher } from '../../lib/passwords/password-hasher.ts';

/** Hashes a password that satisfies the policy, with the cost of the function. */
export async function passwordAttributes(
  password: string,
  bcryptCost: number,
): Promise<Readonly<Record<string, unknown>>> {
  return { password: await createPasswordHasher(bcryptCost).hash(password) };
}
