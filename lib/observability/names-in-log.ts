/** Names and networks as the log shows them: as pseudonyms, unless the operator wants them plain. */
import { createPseudonymize } from './pseudonym.ts';

/** How the log shows them. */
export interface NamesInLog {
  user(username: string): string;
  network(network: string): string;
}

/**
 * Pseudonyms of the log. A network never has the one of a name: whoever reads the log could otherwise type an address as
 * a name, and look for the same pseudonym.
 * @param key of the log alone; a key of the counters would let its reader find a counter by typing names
 */
export function createNamesInLog(key: Uint8Array): NamesInLog {
  const pseudonymize = createPseudonymize(key);
  return {
    user: username => pseudonymize(`user ${username}`),
    network: network => pseudonymize(`network ${network}`),
  };
}

/** Plain names. */
export const plainNamesInLog: NamesInLog = { user: username => username, network: network => network };
