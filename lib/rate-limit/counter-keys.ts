/** The keys of the counters in the attempts table: pseudonyms, so that the table holds no name and no address. */
import type { Pseudonymize } from '../observability/pseudonym.ts';
import type { Username } from '../users/canonical-username.ts';
import type { Device } from './device-token.ts';

/** Of the counter of an account. */
export const accountCounterKey = (pseudonymize: Pseudonymize, username: Username): string =>
  pseudonymize(`failures account ${username}`);

/**
 * Of the counter that an account has for one of its devices, as long as it knows it by the same token: an old token of
 * a device uses up nothing of a new one.
 */
export const deviceCounterKey = (
  pseudonymize: Pseudonymize,
  username: Username,
  { id, binding }: Device,
): string => pseudonymize(`failures device ${id} ${binding} ${username}`);

/** Of the counter of the changes of an account's password. */
export const passwordChangesKey = (pseudonymize: Pseudonymize, username: Username): string =>
  pseudonymize(`changes account ${username}`);

/** Of the counter of a network in one window, which is the ordinal of ten minutes since 1970. */
export const networkCounterKey = (pseudonymize: Pseudonymize, network: string, window: number): string =>
  pseudonymize(`network ${network} ${window}`);

/** Of the item that counts the requests that wait in one window, which is the ordinal of an hour since 1970. */
export const waitsKey = (pseudonymize: Pseudonymize, window: number): string =>
  pseudonymize(`waits ${window}`);
