/** What the calls to the database of one request cost. */
import type { DatabaseConnection } from './faulty-database.ts';

/** Reads and writes. */
export function costOf({ calls }: DatabaseConnection): [number, number] {
  const reads = calls.filter(({ operation }) => operation === 'GetItem' || operation === 'Query').length;
  return [reads, calls.length - reads];
}

/** Longer than the calls of one round trip are apart. */
export const distanceMs = 200;

/** How many times calls were waited for, one after the other. */
export function roundTripsOf({ calls }: DatabaseConnection): number {
  let trips = 0;
  let startedAt = Number.NEGATIVE_INFINITY;
  for (const { atMs } of calls.toSorted((one, other) => one.atMs - other.atMs)) {
    if (atMs - startedAt < distanceMs) continue;
    trips += 1;
    startedAt = atMs;
  }
  return trips;
}
