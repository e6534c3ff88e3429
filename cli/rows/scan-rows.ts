/** Reads the users table, page by page. */
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Connection } from '../connection/connection.ts';
import type { UserRow } from './row-problems.ts';

/**
 * All rows after a name, in the order of the table, which is neither that of the alphabet nor that of time. Reads are not
 * strongly consistent, which halves their price: a row that was written a moment ago may be missing.
 * @param pageSize how many rows one call reads at the most; all that fit into 1 MB without
 */
export async function* scanRows(
  { database, settings, budget }: Connection,
  { after, pageSize }: { readonly after?: string | undefined; readonly pageSize?: number } = {},
): AsyncGenerator<UserRow> {
  let start: Record<string, unknown> | undefined = after === undefined ? undefined : { username: after };
  do {
    const scan: ScanCommand = new ScanCommand({
      TableName: settings.usersTable,
      ExclusiveStartKey: start,
      Limit: pageSize,
    });
    const page = await budget.spend(signal => database.read.send(scan, { abortSignal: signal }));
    // The key of the table is a string.
    yield* (page.Items ?? []) as UserRow[];
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
}
