/** The users table. Every write has a condition, so that it never overwrites what somebody else wrote meanwhile. */
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { updateConditionally } from '../database/conditional-update.ts';
import { DatabaseUnavailable } from '../database/database-unavailable.ts';
import type { Database } from '../database/dynamodb-client.ts';
import { readItem } from '../database/read-item.ts';
import type { DatabaseTimeBudget } from '../database/time-budget.ts';
import type { Username } from './canonical-username.ts';
import { replacePasswordAttributes } from './password-attributes.ts';
import type { StoredPassword, User } from './user.ts';
import { parseUserItem } from './user-item.ts';

/** A new password, and the time from which on sessions are valid. */
export interface PasswordReplacement {
  readonly newPassword: StoredPassword;
  readonly sessionsValidFromEpochMs: number;
  /** Only a user who has to change the password gets the new one. */
  readonly onlyIfRequired: boolean;
}

/** Reads and writes users. All methods but `rehashPassword` throw `DatabaseUnavailable`. */
export interface UsersTable {
  find(username: Username, budget: DatabaseTimeBudget): Promise<User | null>;
  rehashPassword(user: User, rehashed: StoredPassword, budget: DatabaseTimeBudget): Promise<void>;
  changePassword(user: User, change: PasswordReplacement, budget: DatabaseTimeBudget): Promise<boolean>;
  revokeSessions(user: User, validFromEpochMs: number, budget: DatabaseTimeBudget): Promise<void>;
}

interface UpdateExpressions {
  readonly set: string;
  readonly remove?: string;
  readonly condition: string;
  readonly values: Record<string, unknown>;
  readonly names?: Record<string, string>;
}

const validFromIsOlder = 'attribute_not_exists(sessions_valid_from) OR sessions_valid_from < :valid_from';
const isActivated = 'activated = :true';
const hasToChangePassword = 'attribute_exists(force_password_change) AND force_password_change <> :false';
const isSameUser = 'id = :id';

/**
 * Users in the given table.
 * @param validFromEpochMs the time before which the sessions of all users are revoked; 0 revokes none
 */
export function createUsersTable(database: Database, table: string, validFromEpochMs = 0): UsersTable {
  /** Updates an item; false if the condition did not hold. */
  async function update(
    username: Username,
    { set, remove, condition, names, values }: UpdateExpressions,
    budget: DatabaseTimeBudget,
  ): Promise<boolean> {
    const command = new UpdateCommand({
      TableName: table,
      Key: { username },
      UpdateExpression: `SET ${set}${remove === undefined ? '' : ` REMOVE ${remove}`}`,
      ConditionExpression: condition,
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: values,
    });
    return (await updateConditionally(database, command, budget)) !== null;
  }

  return {
    async find(username, budget) {
      const item = await readItem(database, table, { username }, budget);
      return item === null ? null : parseUserItem(username, item, validFromEpochMs);
    },

    /**
     * Stores a new hash of the same password if what is stored is still what was read. If it is not, somebody changed the
     * password meanwhile, or the SDK repeated a write that had succeeded; both are fine. If DynamoDB is unavailable, the
     * next sign-in stores one: this sign-in may have opened a session by then.
     */
    async rehashPassword(user, rehashed, budget) {
      try {
        await update(user.username, replacePasswordAttributes(user.password, rehashed), budget);
      } catch (error) {
        if (!(error instanceof DatabaseUnavailable)) throw error;
      }
    },

    /** Stores a new password and revokes older sessions in one write; false if the user is not as read any more. */
    changePassword(user, { newPassword, sessionsValidFromEpochMs, onlyIfRequired }, budget) {
      const replacement = replacePasswordAttributes(user.password, newPassword);
      return update(
        user.username,
        {
          ...replacement,
          set: `${replacement.set}, force_password_change = :false, sessions_valid_from = :valid_from`,
          condition: [
            isSameUser,
            isActivated,
            replacement.condition,
            `(${validFromIsOlder})`,
            ...(onlyIfRequired ? [hasToChangePassword] : []),
          ].join(' AND '),
          values: {
            ...replacement.values,
            ':id': user.id,
            ':true': true,
            ':false': false,
            ':valid_from': sessionsValidFromEpochMs,
          },
        },
        budget,
      );
    },

    /** Revokes all sessions that started before the given time, and never makes one valid again. */
    async revokeSessions(user, validFromEpochMs, budget) {
      await update(
        user.username,
        {
          set: 'sessions_valid_from = :valid_from',
          condition: `${isSameUser} AND (${validFromIsOlder})`,
          values: { ':id': user.id, ':valid_from': validFromEpochMs },
        },
        budget,
      );
    },
  };
}
