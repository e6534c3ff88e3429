/** Reads the users table, page by page. */
import { ScanCommand, type ScanCommandOutput } from '@aws-sdk/lib-dynamodb';
import type { Connection } from '../connection/connection.ts';
import type { Patience } from '../connection/patience.ts';
import type { UserRow } from './row-problems.ts';

interface ScanOptions {
  readonly after?: string | undefined;
  readonly pageSize?: number;
  /** Without it, a database that throttles for long ends the reading. */
  readonly patience?: Patience;
}

/**
 * All rows after a name, in the order of the table, which is neither that of the alphabet nor that of time. Reads are not
 * strongly consistent, which halves their price: a row that was written a moment ago may be missing.
 * @param pageSize how many rows one call reads at the most; all that fit into 1 MB without
 */
export async function* scanRows(
  { database, settings, budget }: Connection,
  { after, pageSize, patience }: ScanOptions = {},
): AsyncGenerator<UserRow> {
  let start: Record<string, unknown> | undefined = after === undefined ? undefined : { username: after };
  do {
    const scan: ScanCommand = new ScanCommand({
      TableName: settings.usersTable,
      ExclusiveStartKey: start,
      Limit: pageSize,
    });
    const page: ScanCommandOutput =
      patience === undefined
        ? await budget.spend(signal => database.read.send(scan, { abortSignal: signal }))
        : await patience.call(() => database.read.send(scan));
    // The key of the table is a string.
    yield* (page.Items ?? []) as UserRow[];
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
}
