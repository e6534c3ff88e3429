/** The attributes of a users row that a new password becomes. */
import { createPasswordHasher } from '../../lib/passwords/password-hasher.ts';

/** Hashes a password that satisfies the policy, with the cost of the function. An undefined attribute has to go. */
export async function passwordAttributes(
  password: string,
  bcryptCost: number,
): Promise<Readonly<Record<string, unknown>>> {
  return {
    password: await createPasswordHasher(bcryptCost).hash(password),
    // What another system fed to bcrypt before the import.
    password_input: undefined,
  };
}
