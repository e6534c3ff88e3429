/** The index `by_user` of the sessions table. It has the attributes that are read here, and no others. */
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Database } from '../database/dynamodb-client.ts';
import type { DatabaseTimeBudget } from '../database/time-budget.ts';
import type { UserId } from '../users/user.ts';
import { type Session, userIdKeyOf } from './session.ts';

/** Sessions, and the number of items that are no usable session and were left out. */
export interface ListedSessions<Listed = Session> {
  readonly sessions: readonly Listed[];
  readonly leftOut: number;
}

/** All sessions of a user, expired ones too. The index is a moment behind the table. */
export type ListByUserId<Listed = Session> = (
  userId: UserId,
  budget: DatabaseTimeBudget,
) => Promise<ListedSessions<Listed>>;

/** Lists over the index of the given table. `attributes` are those that `parse` needs; all of the index without. */
export function createListByUserId<Listed>(
  database: Database,
  table: string,
  parse: (item: Readonly<Record<string, unknown>>) => Listed | null,
  attributes?: string,
): ListByUserId<Listed> {
  return async (userId, budget) => {
    const items: Readonly<Record<string, unknown>>[] = [];
    let start: Record<string, unknown> | undefined;
    do {
      const command: QueryCommand = new QueryCommand({
        TableName: table,
        IndexName: 'by_user',
        KeyConditionExpression: 'user_id = :user_id',
        ProjectionExpression: attributes,
        ExpressionAttributeValues: { ':user_id': userIdKeyOf(userId) },
        ExclusiveStartKey: start,
      });
      const page = await budget.spend(signal => database.read.send(command, { abortSignal: signal }));
      items.push(...(page.Items ?? []));
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
    const sessions = items.flatMap(item => parse(item) ?? []);
    return { sessions, leftOut: items.length - sessions.length };
  };
}
