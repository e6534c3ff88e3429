/** Stores a new password, unless somebody else wrote something meanwhile that stands in the way. */
import { DatabaseUnavailable } from '../database/database-unavailable.ts';
import type { DatabaseTimeBudget } from '../database/time-budget.ts';
import { type RequestTrace, timeHashing } from '../observability/request-trace.ts';
import type { PasswordHasher } from '../passwords/password-hasher.ts';
import { accountStateOf } from '../users/account-state.ts';
import { sessionsValidFrom, type User, type UserId } from '../users/user.ts';
import type { PasswordReplacement, UsersTable } from '../users/users-table.ts';

/** Why a user whose password is right cannot change it here. */
export type StateRefusal = 'not_activated' | 'no_password_change_needed_for_user';

/** How storing ended. */
export type StoreOutcome = 'stored' | StateRefusal | 'username_or_password_incorrect';

/** Stores the replacement if the user is still as read, or differs only in ways that do not matter. */
export type StoreNewPassword = (
  read: User,
  oldPassword: string,
  replacement: PasswordReplacement,
  budget: DatabaseTimeBudget,
  trace: RequestTrace,
) => Promise<StoreOutcome>;

/** How often the write is tried. A sign-in at the same time can have rehashed the old password once. */
const maxWrites = 2;

/** Why the state of a user forbids the change; null if it does not. `onlyIfRequired`: only users who have to may. */
export function stateRefusalOf(user: User, onlyIfRequired: boolean): StateRefusal | null {
  const state = accountStateOf(user);
  if (state === 'not_activated') return state;
  return state === 'active' && onlyIfRequired ? 'no_password_change_needed_for_user' : null;
}

/** It throws `DatabaseUnavailable`, also if other writes won each time. */
export function createStoreNewPassword(users: UsersTable, passwordHasher: PasswordHasher): StoreNewPassword {
  /** What a changed user means for the change: how it ends, or the user for another try. */
  async function judge(
    user: User | null,
    id: UserId | null,
    oldPassword: string,
    { newPassword, sessionsValidFromEpochMs, onlyIfRequired }: PasswordReplacement,
    trace: RequestTrace,
  ): Promise<StoreOutcome | User> {
    if (user === null || user.id !== id) return 'username_or_password_incorrect';
    // The write had succeeded, its response was lost, and the SDK repeated it.
    if (user.password?.hash === newPassword.hash) return 'stored';
    // A new hash of the same password is no change: signing in replaces outdated hashes.
    const { matches } = await timeHashing(trace, () =>
      passwordHasher.verify(oldPassword, user.password, user.id),
    );
    if (!matches) return 'username_or_password_incorrect';
    const refusal = stateRefusalOf(user, onlyIfRequired);
    if (refusal === null && sessionsValidFrom(user) >= sessionsValidFromEpochMs) {
      throw new DatabaseUnavailable(
        'sessions were ended at the moment in which the password was to be changed',
      );
    }
    return refusal ?? user;
  }

  return async (read, oldPassword, replacement, budget, trace) => {
    let user = read;
    for (let writes = 0; writes < maxWrites; writes++) {
      if (await users.changePassword(user, replacement, budget)) return 'stored';
      const found = await users.find(user.username, budget);
      const judged = await judge(found, user.id, oldPassword, replacement, trace);
      if (typeof judged === 'string') return judged;
      user = judged;
    }
    throw new DatabaseUnavailable('something else was written each time that the password was to be changed');
  };
}
