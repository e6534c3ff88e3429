/**
 * The guessing limit: an attempt takes a place of its network and then one of its account, before any password is
 * compared. The network goes first, so that a network that is blocked cannot use up the places of an account. Whoever is
 * blocked, and comes from a network that the account is known to, has places of their own.
 */

import { type AccountPlace, type AccountRules, createAccountCounter } from './account-counter.ts';
import { allEnded } from './all-ended.ts';
import type { DatabaseTime } from './database-time.ts';
import type { Database } from './dynamodb.ts';
import { createKnownNetworks } from './known-networks.ts';
import { createNetworkCounter, type NetworkPlace } from './network-counter.ts';
import { type Clock, type Refusal, takePlace } from './place.ts';
import type { Pseudonym } from './pseudonyms.ts';
import type { Username } from './usernames.ts';

/** Who tries to sign in from where. */
export interface Attempter {
  readonly username: Username;
  readonly network: string;
}

/** An attempt that may compare one password. */
export interface Attempt extends Attempter {
  /** Which limit admitted it: everybody's, or that of a network that the account is known to. */
  readonly limit: 'account' | 'known_network';
  readonly account: AccountPlace;
  /** Null where the network has no place left, and the attempt was admitted without. */
  readonly networkPlace: NetworkPlace | null;
}

/** An attempt, or what refused it. */
export type Admission =
  | { readonly admitted: true; readonly attempt: Attempt }
  | {
      readonly admitted: false;
      readonly refusedBy: 'account' | 'network' | 'known_network';
      readonly retryAfterSeconds: number;
    };

/** Admits attempts and settles those that succeeded. */
export interface GuessingLimit {
  enter(attempter: Attempter, time: DatabaseTime): Promise<Admission>;
  succeed(attempt: Attempt, time: DatabaseTime): Promise<void>;
}

/** Rules of all counters. */
export interface GuessingRules extends AccountRules {
  readonly networkMaxAttempts: number;
}

/** The limit over the attempts table, whose keys are pseudonyms: a new key merely forgets what was counted. */
export function createGuessingLimit(
  database: Database,
  table: string,
  rules: GuessingRules,
  pseudonym: Pseudonym,
  clock: Clock,
): GuessingLimit {
  const accounts = createAccountCounter(database, table, rules);
  const networks = createNetworkCounter(database, table, rules.networkMaxAttempts, pseudonym);
  const known = createKnownNetworks(database, table);

  const accountKey = ({ username }: Attempter) => pseudonym(`account ${username}`);
  const ownKey = ({ username, network }: Attempter) => pseudonym(`own ${network} ${username}`);
  const knownKey = ({ username, network }: Attempter) => pseudonym(`known ${network} ${username}`);

  const takeAccount = (counter: string, startedAt: number, time: DatabaseTime) =>
    takePlace(() => accounts.look(counter, clock.now(), time), clock, startedAt);

  /** The owner's way in past a block; null for everybody else. */
  async function takeOwn(attempter: Attempter, startedAt: number, time: DatabaseTime) {
    const isKnown = await known.isKnown(knownKey(attempter), clock.now(), time);
    return isKnown ? takeAccount(ownKey(attempter), startedAt, time) : null;
  }

  async function enterBlocked(
    attempter: Attempter,
    networkPlace: NetworkPlace | null,
    block: Refusal & { readonly refusedBy: 'account' | 'network' },
    startedAt: number,
    time: DatabaseTime,
  ): Promise<Admission> {
    const own = await takeOwn(attempter, startedAt, time);
    if (own?.taken) {
      const attempt = { ...attempter, limit: 'known_network', account: own.place, networkPlace } as const;
      return { admitted: true, attempt };
    }
    // A blocked try counts nowhere.
    if (networkPlace !== null) await networks.giveBack(networkPlace, time);
    const { refusedBy, retryAfterSeconds } = block;
    return own === null
      ? { admitted: false, refusedBy, retryAfterSeconds }
      : {
          admitted: false,
          refusedBy: 'known_network',
          retryAfterSeconds: Math.min(retryAfterSeconds, own.retryAfterSeconds),
        };
  }

  return {
    async enter(attempter, time) {
      const startedAt = clock.now();
      const network = await takePlace(
        () => networks.look(attempter.network, clock.now(), time),
        clock,
        startedAt,
      );
      if (!network.taken) {
        return enterBlocked(attempter, null, { ...network, refusedBy: 'network' }, startedAt, time);
      }
      const account = await takeAccount(accountKey(attempter), startedAt, time);
      if (!account.taken) {
        return enterBlocked(attempter, network.place, { ...account, refusedBy: 'account' }, startedAt, time);
      }
      return {
        admitted: true,
        attempt: { ...attempter, limit: 'account', account: account.place, networkPlace: network.place },
      };
    },

    /**
     * The password was right: the failures before this attempt are forgiven on the counter that admitted it and on no
     * other, so that an owner who comes in past a block hands strangers no fresh guesses; the network's place is free,
     * and the account is known to the network.
     */
    async succeed(attempt, time) {
      const counter = attempt.limit === 'account' ? accountKey(attempt) : ownKey(attempt);
      await allEnded([
        accounts.settle(counter, attempt.account, time),
        attempt.networkPlace === null ? null : networks.giveBack(attempt.networkPlace, time),
        known.remember(knownKey(attempt), clock.now(), time),
      ]);
    },
  };
}
