/**
 * Writes one user, never over a row that was not meant. One conditional put a user, many of them at a time: batch writes
 * have no conditions; a transaction has, but its writes cost twice as much, it fails as a whole, and the embedded database
 * has none.
 */
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { isConditionalCheckFailure } from '../../../lib/database/conditional-check-failure.ts';
import type { Database } from '../../../lib/database/dynamodb-client.ts';
import type { Patience } from '../../connection/patience.ts';
import type { UserRow } from '../../rows/row-problems.ts';
import { replacementUpdate } from './replacement-update.ts';
import {
  type CompleteRow,
  changesId,
  replacementOf,
  rowBeside,
  saysTheSame,
  type UserToWrite,
} from './user-row.ts';

/**
 * `exists`: another user has the name, and was not replaced. `other-id`: nor was this one, who has another id. `unchanged`:
 * the row is there as it would be written.
 */
export type WriteOutcome = 'added' | 'unchanged' | 'replaced' | 'exists' | 'other-id';

/** Writes a user. */
export type WriteUser = (user: UserToWrite) => Promise<WriteOutcome>;

/** Which users who are there are overwritten. */
export interface ReplaceOptions {
  readonly replace: boolean;
  /** Even those who have another id. */
  readonly replaceIds: boolean;
}

const isNew = 'attribute_not_exists(username)';

/** Writes users to a table. */
export function createWriteUser(
  database: Database,
  usersTable: string,
  patience: Patience,
  { replace, replaceIds, now }: ReplaceOptions & { now(): number },
): WriteUser {
  /** False if the condition of the write did not hold. */
  async function write(send: () => Promise<unknown>): Promise<boolean> {
    try {
      await patience.call(send);
      return true;
    } catch (error) {
      if (isConditionalCheckFailure(error)) return false;
      throw error;
    }
  }

  function add(row: CompleteRow): Promise<boolean> {
    const put = new PutCommand({ TableName: usersTable, Item: row, ConditionExpression: isNew });
    return write(() => database.write.send(put));
  }

  function change(there: UserRow, row: CompleteRow): Promise<boolean> {
    const update = replacementUpdate(there, replacementOf(there, row, now()));
    const command = new UpdateCommand({ TableName: usersTable, ...update });
    return write(() => database.write.send(command));
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
    if (changesId(there, row) && !replaceIds) return 'other-id';
    return (await change(there, row)) ? 'replaced' : null;
  }

  return async function writeUser(user) {
    let outcome: WriteOutcome | null = null;
    while (outcome === null) {
      if (await add(user.row)) return 'added';
      const there = await read(user.row.username);
      // If there is none, somebody removed it meanwhile.
      if (there !== null) outcome = await meet(there, rowBeside(there, user));
    }
    return outcome;
  };
}
