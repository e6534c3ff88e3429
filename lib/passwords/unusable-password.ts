/** Stored passwords that nobody can type, because the operator wrote something else than a hash that can be verified. */
import type { StoredPassword, UserId } from '../users/user.ts';
import { costOf } from './bcrypt-hash.ts';
import { isPasswordInput } from './password-input.ts';

/** Why no password can match; both are values of `reason` in the log. */
export type UnusableReason = 'unusable_hash' | 'unusable_password_input';

/** Why no password can match what is stored for the user with this id; null if one can. */
export function unusableReasonOf({ hash, input }: StoredPassword, id: UserId | null): UnusableReason | null {
  if (costOf(hash) === null) return 'unusable_hash';
  const isInputUsable =
    input === null || (isPasswordInput(input) && (input !== 'password+id' || id !== null));
  return isInputUsable ? null : 'unusable_password_input';
}
