/**
 * Bounds how often the password of an account is changed. A change takes a second hash, and leaves the sessions that it
 * ends in the table until they expire; so whoever has an account could make each request twice as costly as a guess. Only
 * who knows the password comes as far as this, so nobody else can use the changes up.
 */
import type { Clock } from '../clock.ts';
import type { Database } from '../database/dynamodb-client.ts';
import type { DatabaseTimeBudget } from '../database/time-budget.ts';
import type { Pseudonymize } from '../observability/pseudonym.ts';
import type { Username } from '../users/canonical-username.ts';
import { type AccountPolicy, accountForgivenEveryMs } from './account-backoff.ts';
import { createAccountCounter } from './account-counter.ts';
import { passwordChangesKey } from './counter-keys.ts';
import { retryAfterSecondsOf } from './wait-for-slot.ts';

/** A change that may be made, or when the next one may. */
export type PasswordChange =
  | { readonly admitted: true }
  | { readonly admitted: false; readonly retryAfterSeconds: number };

/** Counts a change, whatever becomes of it. It throws `DatabaseUnavailable`. */
export type CountPasswordChange = (username: Username, budget: DatabaseTimeBudget) => Promise<PasswordChange>;

/** More than one other change at the same moment is no user's. */
const maxLooks = 3;

/** Changes follow the policy of an account's failures: five at once, and then fewer and fewer, down to two an hour. */
export function createCountPasswordChange(
  database: Database,
  table: string,
  policy: Omit<AccountPolicy, 'forgivenEveryMs'>,
  pseudonymize: Pseudonymize,
  clock: Clock,
): CountPasswordChange {
  return async (username, budget) => {
    const key = passwordChangesKey(pseudonymize, username);
    const counter = createAccountCounter(database, table, 'changes', key, {
      ...policy,
      forgivenEveryMs: accountForgivenEveryMs,
    });
    for (let looks = 1; ; looks++) {
      const nowEpochMs = clock.now();
      const look = await counter.look(budget);
      if ((await look.reserve(nowEpochMs, budget)) !== null) return { admitted: true };
      // Otherwise another change was faster, and there may be a slot left.
      const isBlocked = look.nextSlotAtEpochMs > nowEpochMs;
      if (isBlocked || looks === maxLooks) {
        return { admitted: false, retryAfterSeconds: retryAfterSecondsOf([look], nowEpochMs) };
      }
    }
  };
}
