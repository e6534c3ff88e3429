/** The keys of the counters in the attempts table: pseudonyms, so that the table holds no name and no address. */
import type { Pseudonymize } from '../observability/pseudonym.ts';
import type { Username } from '../users/canonical-username.ts';

/** Of the counter of an account. */
export const accountCounterKey = (pseudonymize: Pseudonymize, username: Username): string =>
  pseudonymize(`failures account ${username}`);

/** Of the counter that an account has for one of its devices. */
export const deviceCounterKey = (pseudonymize: Pseudonymize, username: Username, deviceId: string): string =>
  pseudonymize(`failures device ${deviceId} ${username}`);

/** Of the counter of the changes of an account's password. */
export const passwordChangesKey = (pseudonymize: Pseudonymize, username: Username): string =>
  pseudonymize(`changes account ${username}`);

/** Of the counter of a network in one window, which is the ordinal of ten minutes since 1970. */
export const networkCounterKey = (pseudonymize: Pseudonymize, network: string, window: number): string =>
  pseudonymize(`network ${network} ${window}`);

/** Of the item that counts the requests that wait in one window, which is the ordinal of a minute since 1970. */
export const waitsKey = (pseudonymize: Pseudonymize, window: number): string =>
  pseudonymize(`waits ${window}`);
