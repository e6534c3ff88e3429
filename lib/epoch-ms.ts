/**
 * A point in time of a database item, in milliseconds since 1970. It is checked for its unit: seconds or microseconds in
 * its place would revoke nothing, or never expire, and nobody would notice.
 */

/** 9 September 2001 in milliseconds; in seconds, the year 33658. */
const minEpochMs = 10 ** 12;

/** 20 November 2286 in milliseconds; in microseconds, 26 April 1970. */
const maxEpochMs = 10 ** 13;

/** The time, rounded up to whole milliseconds, or 0 for "always"; null if the value cannot be in milliseconds. */
export function parseEpochMs(value: unknown): number | null {
  if (typeof value !== 'number') return null;
  const epochMs = Math.ceil(value);
  return epochMs === 0 || (epochMs >= minEpochMs && epochMs < maxEpochMs) ? epochMs : null;
}
