/** The keys of the counters in the attempts table: pseudonyms, so that the table holds no name and no address. */
import type { Pseudonymize } from '../observability/pseudonym.ts';
import type { Username } from '../users/canonical-username.ts';

/** Of the counter of an account. */
export const accountCounterKey = (pseudonymize: Pseudonymize, username: Username): string =>
  pseudonymize(`account ${username}`);

/** Of the counter of a network in one window, which is the ordinal of ten minutes since 1970. */
export const networkCounterKey = (pseudonymize: Pseudonymize, network: string, window: number): string =>
  pseudonymize(`network ${network} ${window}`);

/** Of the item that makes a network known to an account. */
export const knownNetworkKey = (pseudonymize: Pseudonymize, username: Username, network: string): string =>
  pseudonymize(`known ${network} ${username}`);

/** Of the counter that an account has for a network that it knows. */
export const knownNetworkCounterKey = (
  pseudonymize: Pseudonymize,
  username: Username,
  network: string,
): string => pseudonymize(`own ${network} ${username}`);
