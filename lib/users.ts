/** The users table: who exists, with which password hash, in which state. It does not judge a password. */
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { DatabaseTime } from './database-time.ts';
import { type Database, isConditionFailure } from './dynamodb.ts';
import type { Username } from './usernames.ts';

/** A user's id as it is stored: a number that JSON carries exactly, or a string. */
export type UserId = number | string;

/** A user as the table has it. What cannot be used is null, so that a broken row takes the way of a wrong password. */
export interface User {
  readonly username: Username;
  readonly id: UserId | null;
  readonly passwordHash: string | null;
  readonly activated: boolean;
  readonly mustChangePassword: boolean;
}

/** Reads and writes users. */
export interface Users {
  find(username: Username, time: DatabaseTime): Promise<User | null>;
  replacePasswordHash(user: User, newHash: string, time: DatabaseTime): Promise<void>;
}

/** A session's index key holds 2048 bytes; no id comes near. */
const idMaxLength = 500;

const usableId = (id: unknown): UserId | null => {
  if (typeof id === 'string' && id !== '' && id.length <= idMaxLength) return id;
  if (typeof id === 'number' && Number.isSafeInteger(id)) return id;
  return null;
};

const hashIsAsRead = '#password = :read';

/** Users in the given table. */
export function createUsers(database: Database, table: string): Users {
  return {
    /** Strongly consistent: a password that was just changed no longer works. */
    async find(username, time) {
      const command = new GetCommand({ TableName: table, Key: { username }, ConsistentRead: true });
      const { Item: row } = await time.spend(signal => database.read.send(command, { abortSignal: signal }));
      if (row === undefined) return null;
      return {
        username,
        id: usableId(row['id']),
        passwordHash: typeof row['password'] === 'string' ? row['password'] : null,
        // Both fail closed: only `true` activates, and only `false` or nothing keeps the password.
        activated: row['activated'] === true,
        mustChangePassword:
          row['force_password_change'] !== undefined && row['force_password_change'] !== false,
      };
    },

    /** Stores a new hash of the same password, unless the hash is no longer the one that was read. */
    async replacePasswordHash(user, newHash, time) {
      const command = new UpdateCommand({
        TableName: table,
        Key: { username: user.username },
        UpdateExpression: 'SET #password = :new',
        ConditionExpression: hashIsAsRead,
        ExpressionAttributeNames: { '#password': 'password' },
        ExpressionAttributeValues: { ':new': newHash, ':read': user.passwordHash },
      });
      try {
        await time.spend(signal => database.write.send(command, { abortSignal: signal }));
      } catch (error) {
        // Somebody changed the password meanwhile, or the SDK repeated a write that had succeeded: both are fine.
        if (!isConditionFailure(error)) throw error;
      }
    },
  };
}
