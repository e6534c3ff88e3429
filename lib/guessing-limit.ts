/**
 * The guessing limit: an attempt takes a place of its network and then one of its account, before any password is
 * compared. The network goes first, so that a network that is blocked cannot use up the places of an account.
 */
import { createHmac } from 'node:crypto';
import { type AccountPlace, type AccountRules, createAccountCounter } from './account-counter.ts';
import type { DatabaseTime } from './database-time.ts';
import type { Database } from './dynamodb.ts';
import { createNetworkCounter, type NetworkPlace } from './network-counter.ts';
import { type Clock, type PlaceOrRefusal, takePlace } from './place.ts';
import type { Username } from './usernames.ts';

/** An attempt that may compare one password. */
export interface Attempt {
  readonly account: AccountPlace;
  readonly network: NetworkPlace;
}

/** Admits attempts and settles those that succeeded. */
export interface GuessingLimit {
  enterNetwork(network: string, time: DatabaseTime): Promise<PlaceOrRefusal<NetworkPlace>>;
  enterAccount(
    username: Username,
    network: NetworkPlace,
    time: DatabaseTime,
  ): Promise<PlaceOrRefusal<Attempt>>;
  succeed(username: Username, attempt: Attempt, time: DatabaseTime): Promise<void>;
}

/** Rules of both counters. */
export interface GuessingRules extends AccountRules {
  readonly networkMaxAttempts: number;
}

/**
 * The limit over the attempts table. Its keys are keyed hashes: the table shows no name and no address, and a new key
 * merely forgets what was counted.
 */
export function createGuessingLimit(
  database: Database,
  table: string,
  rules: GuessingRules,
  counterKey: Uint8Array,
  clock: Clock,
): GuessingLimit {
  const key = (counter: string) => createHmac('sha256', counterKey).update(counter).digest('base64url');
  const accounts = createAccountCounter(database, table, rules);
  const networks = createNetworkCounter(database, table, rules.networkMaxAttempts, key);
  const accountKey = (username: Username) => key(`account ${username}`);

  return {
    enterNetwork: (network, time) => takePlace(() => networks.look(network, clock.now(), time), clock),

    /** A refusal here gives the network its place back: a blocked try counts nowhere. */
    async enterAccount(username, network, time) {
      const counter = accountKey(username);
      const account = await takePlace(() => accounts.look(counter, clock.now(), time), clock);
      if (account.taken) return { taken: true, place: { account: account.place, network } };
      await networks.giveBack(network, time);
      return account;
    },

    /** The password was right: the account's failures before this attempt are forgiven, the network's place is free. */
    async succeed(username, attempt, time) {
      await Promise.all([
        accounts.settle(accountKey(username), attempt.account, time),
        networks.giveBack(attempt.network, time),
      ]);
    },
  };
}
