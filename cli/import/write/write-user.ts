/**
 * Writes one user, never over a row that was not meant. One conditional put a user, many of them at a time: batch writes
 * have no conditions; a transaction has, but its writes cost twice as much, it fails as a whole, and the embedded database
 * has none.
 */
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { isConditionalCheckFailure } from '../../../lib/database/conditional-check-failure.ts';
import type { Database } from '../../../lib/database/dynamodb-client.ts';
import type { UserRow } from '../../rows/row-problems.ts';
import type { Patience } from './patience.ts';
import { type CompleteRow, replacementOf, saysTheSame } from './user-row.ts';

/** `exists`: another user has the name, and was not replaced. `unchanged`: the row is there as it would be written. */
export type WriteOutcome = 'added' | 'unchanged' | 'replaced' | 'exists';

/** Writes a user. */
export type WriteUser = (row: CompleteRow) => Promise<WriteOutcome>;

interface Condition {
  readonly ConditionExpression: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Record<string, unknown>;
}

const isNew: Condition = { ConditionExpression: 'attribute_not_exists(username)' };

/** Holds if a row still is as it was read. */
function isAsRead(row: UserRow): Condition {
  const entries = Object.entries(row).filter(([name]) => name !== 'username');
  const named = (parts: (index: number, value: unknown) => readonly [string, unknown]) =>
    Object.fromEntries(entries.map(([, value], index) => parts(index, value)));
  return {
    ConditionExpression: ['attribute_exists(username)', ...entries.map((_, i) => `#a${i} = :a${i}`)].join(
      ' AND ',
    ),
    ExpressionAttributeNames: Object.fromEntries(entries.map(([name], index) => [`#a${index}`, name])),
    ExpressionAttributeValues: named((index, value) => [`:a${index}`, value]),
  };
}

/** Writes users to a table. */
export function createWriteUser(
  database: Database,
  usersTable: string,
  patience: Patience,
  { replace, now }: { readonly replace: boolean; now(): number },
): WriteUser {
  /** False if the condition did not hold. */
  async function put(row: UserRow, condition: Condition): Promise<boolean> {
    const command = new PutCommand({ TableName: usersTable, Item: row, ...condition });
    try {
      await patience.call(() => database.write.send(command));
      return true;
    } catch (error) {
      if (isConditionalCheckFailure(error)) return false;
      throw error;
    }
  }

  async function read(username: string): Promise<UserRow | null> {
    const command = new GetCommand({
      TableName: usersTable,
      Key: { username },
      ConsistentRead: true,
    });
    const { Item } = await patience.call(() => database.read.send(command));
    // The key of the table is a string.
    return (Item as UserRow | undefined) ?? null;
  }

  /** What becomes of a row that is there under the name; null if it changed meanwhile. */
  async function meet(there: UserRow, row: CompleteRow): Promise<WriteOutcome | null> {
    if (saysTheSame(there, row)) return 'unchanged';
    if (!replace) return 'exists';
    return (await put(replacementOf(there, row, now()), isAsRead(there))) ? 'replaced' : null;
  }

  return async function writeUser(row) {
    let outcome: WriteOutcome | null = null;
    while (outcome === null) {
      if (await put(row, isNew)) return 'added';
      const there = await read(row.username);
      // If there is none, somebody removed it meanwhile.
      if (there !== null) outcome = await meet(there, row);
    }
    return outcome;
  };
}
