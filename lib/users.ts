/** The users table: who exists, with which password hash, in which state. It does not judge a password. */
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { writeIf } from './conditional-write.ts';
import type { DatabaseTime } from './database-time.ts';
import type { Database } from './dynamodb.ts';
import { OperatorError } from './exceptions.ts';
import { readRow } from './read-row.ts';
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
  /** Sessions that started before are ended; null where the row has something else than a point in time. */
  readonly sessionsValidFromEpochMs: number | null;
}

/** Reads and writes users. */
export interface Users {
  find(username: Username, time: DatabaseTime): Promise<User | null>;
  replacePasswordHash(user: User, newHash: string, time: DatabaseTime): Promise<void>;
  changePassword(user: User, change: PasswordChange, time: DatabaseTime): Promise<boolean>;
  endSessions(user: User, validFromEpochMs: number, time: DatabaseTime): Promise<void>;
}

/** A new hash, and since when sessions are valid. */
export interface PasswordChange {
  readonly newHash: string;
  readonly sessionsValidFromEpochMs: number;
}

/** A session's index key holds 2048 bytes; no id comes near. */
const idMaxLength = 500;

const usableId = (id: unknown): UserId | null => {
  if (typeof id === 'string' && id !== '' && id.length <= idMaxLength) return id;
  if (typeof id === 'number' && Number.isSafeInteger(id)) return id;
  return null;
};

const pointInTime = (value: unknown): number | null => {
  if (value === undefined) return 0;
  const epochMs = typeof value === 'number' ? Math.ceil(value) : -1;
  // One more than it has to be safe too.
  return Number.isSafeInteger(epochMs + 1) && epochMs >= 0 ? epochMs : null;
};

/**
 * The subject of a user's tokens.
 * @throws {OperatorError} if the row has no usable id, which only the operator can mend
 */
export function subjectOf({ id }: User): UserId {
  if (id === null)
    throw new OperatorError('The user has no usable id: it has to be a whole number or a string');
  return id;
}

/**
 * Since when the user's sessions are valid, in milliseconds.
 * @throws {OperatorError} if the row has something else there
 */
export function sessionsValidFrom({ sessionsValidFromEpochMs }: User): number {
  if (sessionsValidFromEpochMs === null) {
    throw new OperatorError(
      'The user has a sessions_valid_from that is no number of milliseconds since 1970',
    );
  }
  return sessionsValidFromEpochMs;
}

const validFromIsOlder = 'attribute_not_exists(sessions_valid_from) OR sessions_valid_from < :valid_from';
const hasToChangePassword =
  'activated = :true AND attribute_exists(force_password_change) AND force_password_change <> :false';
const hashIsAsRead = '#password = :read';
const isSameUser = 'id = :id';

/** Users in the given table. */
export function createUsers(database: Database, table: string): Users {
  /** Writes to a row; false where the condition did not hold. */
  async function update(
    username: Username,
    expression: {
      set: string;
      condition: string;
      values: Record<string, unknown>;
      names?: Record<string, string>;
    },
    time: DatabaseTime,
  ): Promise<boolean> {
    const command = new UpdateCommand({
      TableName: table,
      Key: { username },
      UpdateExpression: `SET ${expression.set}`,
      ConditionExpression: expression.condition,
      ExpressionAttributeNames: expression.names,
      ExpressionAttributeValues: expression.values,
    });
    return (await writeIf(database, command, time)) !== null;
  }

  return {
    async find(username, time) {
      const row = await readRow(database, table, { username }, time);
      if (row === null) return null;
      return {
        username,
        id: usableId(row['id']),
        passwordHash: typeof row['password'] === 'string' ? row['password'] : null,
        // Both fail closed: only `true` activates, and only `false` or nothing keeps the password.
        activated: row['activated'] === true,
        mustChangePassword:
          row['force_password_change'] !== undefined && row['force_password_change'] !== false,
        sessionsValidFromEpochMs: pointInTime(row['sessions_valid_from']),
      };
    },

    /** Stores a new hash of the same password, unless the hash is no longer the one that was read. */
    async replacePasswordHash(user, newHash, time) {
      // Somebody changed the password meanwhile, or the SDK repeated a write that had succeeded: both are fine.
      await update(
        user.username,
        {
          set: '#password = :new',
          condition: hashIsAsRead,
          names: { '#password': 'password' },
          values: { ':new': newHash, ':read': user.passwordHash },
        },
        time,
      );
    },

    /** Stores a new password and ends older sessions in one write, if what was read of the user still holds. */
    changePassword(user, { newHash, sessionsValidFromEpochMs }, time) {
      return update(
        user.username,
        {
          set: '#password = :new, force_password_change = :false, sessions_valid_from = :valid_from',
          condition: `${isSameUser} AND ${hashIsAsRead} AND ${hasToChangePassword} AND (${validFromIsOlder})`,
          names: { '#password': 'password' },
          values: {
            ':id': user.id,
            ':new': newHash,
            ':read': user.passwordHash,
            ':true': true,
            ':false': false,
            ':valid_from': sessionsValidFromEpochMs,
          },
        },
        time,
      );
    },

    /** Ends all sessions that started before the given time, and never brings one back. */
    async endSessions(user, validFromEpochMs, time) {
      await update(
        user.username,
        {
          set: 'sessions_valid_from = :valid_from',
          condition: `${isSameUser} AND (${validFromIsOlder})`,
          values: { ':id': user.id, ':valid_from': validFromEpochMs },
        },
        time,
      );
    },
  };
}
