/**
 * The rate limit of password guesses. Before a password is compared, the attempt reserves a slot of each counter that
 * it has to pass: those of its account and of its networks; or the one of the device alone, if the account knows the
 * device.
 */
import type { Clock } from '../clock.ts';
import type { Database } from '../database/dynamodb-client.ts';
import type { DatabaseTimeBudget } from '../database/time-budget.ts';
import type { Pseudonymize } from '../observability/pseudonym.ts';
import type { Username } from '../users/canonical-username.ts';
import { type AccountPolicy, accountForgivenEveryMs, devicePolicyOf } from './account-backoff.ts';
import { createAccountCounter } from './account-counter.ts';
import { type Admission, admit, giveAllBack } from './admission.ts';
import { accountCounterKey, deviceCounterKey, networkCounterKey } from './counter-keys.ts';
import type { Device } from './device-token.ts';
import { createNetworkCounter, networkWindowAt } from './network-counter.ts';
import type { Network } from './networks-of-address.ts';
import type { Slot } from './slot.ts';
import { withSlotAtFirstLook } from './slot-at-first-look.ts';
import { attemptDurationAt } from './wait-for-slot.ts';
import { createWaitPermits } from './wait-permits.ts';

/** An attempt that may compare one password. It is a failure until `recordSuccess`. */
export interface Attempt {
  /** Which limit admitted it. */
  readonly limit: 'account' | 'device';
  /** How many failures stand there, this attempt included. */
  readonly failures: number;
  readonly slots: readonly Slot[];
}

/** An attempt, and what was read beside it; or what refused it. */
export type AttemptOrRefusal<Found> =
  | { readonly admitted: true; readonly attempt: Attempt; readonly found: Found }
  | Extract<Admission<Found>, { readonly admitted: false }>;

/** A name, and the networks that an attempt on it comes from. */
export interface AccountAndNetworks {
  readonly username: Username;
  readonly networks: readonly Network[];
}

/** A name, and the device that an attempt on it shows. */
export interface AccountAndDevice {
  readonly username: Username;
  readonly device: Device;
}

/**
 * Admits attempts, and records those that succeeded. What is read beside is no older than the last look at a counter.
 */
export interface RateLimit {
  /** @throws {DatabaseUnavailable} */
  reserveOfAccount<Found extends object>(
    counted: AccountAndNetworks,
    read: () => Promise<Found>,
    budget: DatabaseTimeBudget,
  ): Promise<AttemptOrRefusal<Found>>;
  /**
   * Null if what is read says that the account does not know the device any more. The slot that was tried for stays
   * taken, on the counter of the old token.
   * @throws {DatabaseUnavailable}
   */
  reserveOfDevice<Found extends object>(
    counted: AccountAndDevice,
    read: () => Promise<Found>,
    isKnown: (found: Found) => boolean,
    budget: DatabaseTimeBudget,
  ): Promise<AttemptOrRefusal<Found> | null>;
  /** Gives the attempt's slots back and forgives nothing else: no sign-in gives strangers new guesses. */
  recordSuccess(attempt: Attempt, budget: DatabaseTimeBudget): Promise<void>;
}

/** The policy of all counters. `bcryptCost` tells how long an attempt takes. */
export interface RateLimitPolicy extends Omit<AccountPolicy, 'forgivenEveryMs'> {
  readonly networkMaxAttempts: number;
}

/** The rate limit over the attempts table. Its keys are pseudonyms, so a new key merely forgets what was counted. */
export function createRateLimit(
  database: Database,
  table: string,
  policy: RateLimitPolicy,
  bcryptCost: number,
  pseudonymize: Pseudonymize,
  clock: Clock,
): RateLimit {
  const dependencies = {
    takeWaitPermit: createWaitPermits(database, table, pseudonymize),
    duration: attemptDurationAt(bcryptCost),
    clock,
  };
  const accountPolicy = { ...policy, forgivenEveryMs: accountForgivenEveryMs };
  const devicePolicy = devicePolicyOf(accountPolicy);

  /** The attempt of an admission. */
  function attemptOf<Found>(limit: Attempt['limit'], admission: Admission<Found>): AttemptOrRefusal<Found> {
    if (!admission.admitted) return admission;
    const { slots, found } = admission;
    const failures = Math.max(...slots.map(slot => slot.failures));
    return { admitted: true, attempt: { limit, failures, slots }, found };
  }

  return {
    async reserveOfAccount({ username, networks }, read, budget) {
      const account = createAccountCounter(
        database,
        table,
        'account',
        accountCounterKey(pseudonymize, username),
        accountPolicy,
      );
      const countersAt = (nowEpochMs: number) => [
        ...networks.map(({ name, share }) =>
          createNetworkCounter(
            database,
            table,
            networkCounterKey(pseudonymize, name, networkWindowAt(nowEpochMs)),
            policy.networkMaxAttempts * share,
            nowEpochMs,
          ),
        ),
        account,
      ];
      return attemptOf('account', await admit({ countersAt, read }, dependencies, budget));
    },

    async reserveOfDevice({ username, device }, read, isKnown, budget) {
      const key = deviceCounterKey(pseudonymize, username, device);
      const counter = createAccountCounter(database, table, 'device', key, devicePolicy);
      const ofAttempt = withSlotAtFirstLook(counter, clock.now());
      const gate = { countersAt: () => [ofAttempt], read, isFor: isKnown };
      const admission = await admit(gate, dependencies, budget);
      return admission === null ? null : attemptOf('device', admission);
    },

    async recordSuccess({ slots }, budget) {
      await giveAllBack(slots, clock.now(), budget);
    },
  };
}
