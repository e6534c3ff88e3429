/** What the calls to the database of one request cost. */
import type { DatabaseCall, DatabaseConnection } from './faulty-database.ts';

type Calls = Pick<DatabaseConnection, 'calls'>;

const readOperations = ['GetItem', 'BatchGetItem', 'Query'];

const isRead = ({ operation }: DatabaseCall) => readOperations.includes(operation);

/** Calls that read, and calls that write. */
export function costOf({ calls }: Calls): [number, number] {
  const reads = calls.filter(isRead).length;
  return [reads, calls.length - reads];
}

/**
 * The read and write units that DynamoDB charges for them, of items that are small: 4 KB for a read, 1 KB for a write.
 * Each item of a read is one. A read of an index is not consistent and costs half. Whatever is written to a session,
 * its index takes too.
 */
export function unitsOf({ calls }: Calls): [number, number] {
  const unitsOfRead = ({ operation, items }: DatabaseCall) => (operation === 'Query' ? 0.5 : items);
  const reads = calls.filter(isRead).reduce((units, call) => units + unitsOfRead(call), 0);
  const writes = calls.filter(call => !isRead(call));
  const ofSessions = writes.filter(({ table }) => table === 'sessions');
  return [reads, writes.length + ofSessions.length];
}

/** Longer than the calls of one round trip are apart. */
export const distanceMs = 100;

/** How many times calls were waited for, one after the other: a call that came after an answer is of another trip. */
export function roundTripsOf({ calls }: Calls): number {
  let trips = 0;
  let answeredAt = Number.NEGATIVE_INFINITY;
  for (const { atMs, releasedAtMs = atMs } of calls.toSorted((one, other) => one.atMs - other.atMs)) {
    const isOfThisTrip = atMs < answeredAt;
    if (!isOfThisTrip) trips += 1;
    answeredAt = isOfThisTrip ? Math.min(answeredAt, releasedAtMs) : releasedAtMs;
  }
  return trips;
}
