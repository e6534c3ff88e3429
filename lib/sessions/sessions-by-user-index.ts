/** The index `by_user` of the sessions table. It has the attributes that are read here, and no others. */
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Database } from '../database/dynamodb-client.ts';
import type { DatabaseTimeBudget } from '../database/time-budget.ts';
import type { UserId } from '../users/user.ts';
import { type Session, userIdKeyOf } from './session.ts';
import { parseSessionItem, parseSessionUse, type SessionUse } from './session-item.ts';
import type { SessionLifetime } from './session-lifetime.ts';

/** Sessions, and the number of items that are no usable session and were left out. */
export interface ListedSessions<Listed = Session> {
  readonly sessions: readonly Listed[];
  readonly leftOut: number;
}

/** All sessions of a user, expired ones too. The index is a moment behind the table. */
type List<Listed> = (userId: UserId, budget: DatabaseTimeBudget) => Promise<ListedSessions<Listed>>;

/** All that is known of the sessions. */
export type ListByUserId = List<Session>;

/** Only what the maximum of sessions needs: the answer has no labels and no names in it. */
export type ListUsesByUserId = List<SessionUse>;

/** Attributes to ask for; undefined: all that the index has. */
const attributesOfUse = 'token_hash, created_at, last_used_at';

function createList<Listed>(
  database: Database,
  table: string,
  attributes: string | undefined,
  parse: (item: Readonly<Record<string, unknown>>) => Listed | null,
): List<Listed> {
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

/** Lists over the index of the given table. */
export const createListByUserId = (
  database: Database,
  table: string,
  lifetime: SessionLifetime,
): ListByUserId => createList(database, table, undefined, item => parseSessionItem(item, lifetime));

/** The same. */
export const createListUsesByUserId = (
  database: Database,
  table: string,
  lifetime: SessionLifetime,
): ListUsesByUserId => createList(database, table, attributesOfUse, item => parseSessionUse(item, lifetime));
