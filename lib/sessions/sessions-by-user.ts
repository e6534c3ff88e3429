/** The index `by_user` of the sessions table. */
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Database } from '../database/dynamodb-client.ts';
import type { DatabaseTimeBudget } from '../database/time-budget.ts';
import type { UserId } from '../users/user.ts';
import { type Session, userIdKeyOf } from './session.ts';
import { type SessionItem, sessionOf } from './session-item.ts';
import type { SessionLifetime } from './session-lifetime.ts';

/** All sessions of a user, expired ones too. The index is a moment behind the table. */
export type ListByUserId = (userId: UserId, budget: DatabaseTimeBudget) => Promise<Session[]>;

/** Lists over the index of the given table. */
export function createListByUserId(
  database: Database,
  table: string,
  lifetime: SessionLifetime,
): ListByUserId {
  return async (userId, budget) => {
    const found: Session[] = [];
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
      // Only `sessions-table.ts` writes these items.
      found.push(...((page.Items ?? []) as SessionItem[]).map(item => sessionOf(item, lifetime)));
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
    return found;
  };
}
