/** The state of an account, in the order in which it is answered: activation first, then the change of password. */
import type { User } from './user.ts';

/** `active` lets the user in; the others do not. */
export type AccountState = 'not_activated' | 'change_password' | 'active';

/** The state of a user's account. Nobody who does not know the password may learn it. */
export function accountStateOf({ activated, mustChangePassword }: User): AccountState {
  if (!activated) return 'not_activated';
  return mustChangePassword ? 'change_password' : 'active';
}
