/** A user as a row describes it. */
import type { PasswordInput } from '../../../lib/passwords/password-input.ts';
import type { Username } from '../../../lib/users/canonical-username.ts';
import type { UserId } from '../../../lib/users/user.ts';

/** A user; the names of its attributes are those of the users table. */
export interface ImportedUser {
  readonly username: Username;
  /** Null: one has to be made. */
  readonly id: UserId | null;
  /** A hash; null: a password has to be generated. */
  readonly password: string | null;
  readonly password_input: PasswordInput | null;
  readonly activated: boolean;
  readonly force_password_change: boolean;
  readonly sessions_valid_from: number | null;
}
