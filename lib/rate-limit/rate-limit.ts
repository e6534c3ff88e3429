/**
 * The rate limit of password guesses. Before a password is compared, the attempt reserves a slot of its network and then
 * one of its account. The network comes first, so that a blocked network cannot use up the slots of an account. An
 * attempt that is blocked, but comes from a network that the account knows, has a counter of its own.
 */
import type { Clock } from '../clock.ts';
import type { Database } from '../database/dynamodb-client.ts';
import type { DatabaseTimeBudget } from '../database/time-budget.ts';
import type { Pseudonymize } from '../observability/pseudonym.ts';
import type { Username } from '../users/canonical-username.ts';
import { waitForAll } from '../wait-for-all.ts';
import type { AccountPolicy } from './account-backoff.ts';
import { createAccountCounter } from './account-counter.ts';
import type { AccountSlot } from './account-counter-item.ts';
import { accountCounterKey, knownNetworkCounterKey, knownNetworkKey } from './counter-keys.ts';
import { createKnownNetworks } from './known-networks.ts';
import { createNetworkCounter, type NetworkSlot } from './network-counter.ts';
import { type NoSlot, waitForSlot } from './wait-for-slot.ts';

/** What an attempt counts against. */
export interface AccountAndNetwork {
  readonly username: Username;
  readonly network: string;
}

/** An attempt that may compare one password. */
export interface Attempt extends AccountAndNetwork {
  /** Which counter admitted it: the account's, or the one of a network that the account knows. */
  readonly limit: 'account' | 'known_network';
  readonly account: AccountSlot;
  /** Null if the network had no slot left, and the attempt was admitted without. */
  readonly networkSlot: NetworkSlot | null;
}

/** An attempt, or what refused it. */
export type Admission =
  | { readonly admitted: true; readonly attempt: Attempt }
  | {
      readonly admitted: false;
      readonly refusedBy: 'account' | 'network' | 'known_network';
      readonly retryAfterSeconds: number;
    };

/** Admits attempts, and records those that succeeded. Both methods throw `DatabaseUnavailable`. */
export interface RateLimit {
  reserveAttempt(counted: AccountAndNetwork, budget: DatabaseTimeBudget): Promise<Admission>;
  recordSuccess(attempt: Attempt, budget: DatabaseTimeBudget): Promise<void>;
}

/** The policy of all counters. */
export interface RateLimitPolicy extends AccountPolicy {
  readonly networkMaxAttempts: number;
}

/** The rate limit over the attempts table. Its keys are pseudonyms, so a new key merely forgets what was counted. */
export function createRateLimit(
  database: Database,
  table: string,
  policy: RateLimitPolicy,
  pseudonymize: Pseudonymize,
  clock: Clock,
): RateLimit {
  const accounts = createAccountCounter(database, table, policy);
  const networks = createNetworkCounter(database, table, policy.networkMaxAttempts, pseudonymize);
  const knownNetworks = createKnownNetworks(database, table);

  const accountKey = ({ username }: AccountAndNetwork) => accountCounterKey(pseudonymize, username);
  const knownKey = ({ username, network }: AccountAndNetwork) =>
    knownNetworkKey(pseudonymize, username, network);
  const ownKey = ({ username, network }: AccountAndNetwork) =>
    knownNetworkCounterKey(pseudonymize, username, network);

  const waitForAccountSlot = (counter: string, startedAt: number, budget: DatabaseTimeBudget) =>
    waitForSlot(() => accounts.reserve(counter, clock.now(), budget), clock, startedAt);

  /** The counter of a known network; null if the account does not know the network. */
  async function waitForKnownNetworkSlot(
    counted: AccountAndNetwork,
    startedAt: number,
    budget: DatabaseTimeBudget,
  ) {
    const isKnown = await knownNetworks.isKnown(knownKey(counted), clock.now(), budget);
    return isKnown ? waitForAccountSlot(ownKey(counted), startedAt, budget) : null;
  }

  async function reserveThoughBlocked(
    counted: AccountAndNetwork,
    networkSlot: NetworkSlot | null,
    block: NoSlot & { readonly refusedBy: 'account' | 'network' },
    startedAt: number,
    budget: DatabaseTimeBudget,
  ): Promise<Admission> {
    const knownNetwork = await waitForKnownNetworkSlot(counted, startedAt, budget);
    if (knownNetwork?.reserved) {
      const attempt = {
        ...counted,
        limit: 'known_network',
        account: knownNetwork.slot,
        networkSlot,
      } as const;
      return { admitted: true, attempt };
    }
    // A blocked attempt does not count.
    if (networkSlot !== null) await networks.release(networkSlot, budget);
    const { refusedBy, retryAfterSeconds } = block;
    return knownNetwork === null
      ? { admitted: false, refusedBy, retryAfterSeconds }
      : {
          admitted: false,
          refusedBy: 'known_network',
          retryAfterSeconds: Math.min(retryAfterSeconds, knownNetwork.retryAfterSeconds),
        };
  }

  return {
    async reserveAttempt(counted, budget) {
      const startedAt = clock.elapsed();
      const network = await waitForSlot(
        () => networks.reserve(counted.network, clock.now(), budget),
        clock,
        startedAt,
      );
      if (!network.reserved) {
        return reserveThoughBlocked(counted, null, { ...network, refusedBy: 'network' }, startedAt, budget);
      }
      const { slot: networkSlot } = network;
      const account = await waitForAccountSlot(accountKey(counted), startedAt, budget);
      if (!account.reserved) {
        const block = { ...account, refusedBy: 'account' } as const;
        return reserveThoughBlocked(counted, networkSlot, block, startedAt, budget);
      }
      return {
        admitted: true,
        attempt: { ...counted, limit: 'account', account: account.slot, networkSlot },
      };
    },

    /**
     * Forgives the failures before this attempt, on the counter that admitted it and on no other: an owner who comes in
     * past a block must not give strangers new guesses. It also gives back the network's slot and remembers the network.
     */
    async recordSuccess(attempt, budget) {
      const counter = attempt.limit === 'account' ? accountKey(attempt) : ownKey(attempt);
      await waitForAll([
        accounts.recordSuccess(counter, attempt.account, budget),
        attempt.networkSlot === null ? null : networks.release(attempt.networkSlot, budget),
        knownNetworks.remember(knownKey(attempt), clock.now(), budget),
      ]);
    },
  };
}
