/** The index `by_user` of the sessions table. */
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Database } from '../database/dynamodb-client.ts';
import type { DatabaseTimeBudget } from '../database/time-budget.ts';
import type { UserId } from '../users/user.ts';
import { type Session, userIdKeyOf } from './session.ts';
import { parseSessionItem } from './session-item.ts';
import type { SessionLifetime } from './session-lifetime.ts';

/** Sessions, and the number of items that are no usable session and were left out. */
export interface ListedSessions {
  readonly sessions: readonly Session[];
  readonly leftOut: number;
}

/** All sessions of a user, expired ones too. The index is a moment behind the table. */
export type ListByUserId = (userId: UserId, budget: DatabaseTimeBudget) => Promise<ListedSessions>;

/** Lists over the index of the given table. */
export function createListByUserId(
  database: Database,
  table: string,
  lifetime: SessionLifetime,
): ListByUserId {
  return async (userId, budget) => {
    const items: Readonly<Record<string, unknown>>[] = [];
    let start: Record<string, unknown> | undefined;
    do {
      const command: QueryCommand = new QueryCommand({
        TableName: table,
        IndexName: 'by_user',
        KeyConditionExpression: 'user_id = :user_id',
        ExpressionAttributeValues: { ':user_id': userIdKeyOf(userId) },
        ExclusiveStartKey: start,
      });
      const page = await budget.spend(signal => database.read.send(command, { abortSignal: signal }));
      items.push(...(page.Items ?? []));
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
    const sessions = items.flatMap(item => parseSessionItem(item, lifetime) ?? []);
    return { sessions, leftOut: items.length - sessions.length };
  };
}
