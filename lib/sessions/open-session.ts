/** Opens a session: a new token, and an item under its hash. */
import { randomUUID } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { isConditionalCheckFailure } from '../database/conditional-check-failure.ts';
import { DatabaseUnavailable } from '../database/database-unavailable.ts';
import type { Database } from '../database/dynamodb-client.ts';
import type { DatabaseTimeBudget } from '../database/time-budget.ts';
import { sessionsValidFrom, subjectOf, type User } from '../users/user.ts';
import type { DiscardSession } from './discard-session.ts';
import { type Session, userIdKeyOf } from './session.ts';
import { type SessionItem, sessionOf, ttlOf } from './session-item.ts';
import type { SessionLifetime } from './session-lifetime.ts';
import { newSessionToken } from './session-token.ts';

/** A new session, and its token, which is stored nowhere. */
export interface OpenedSession {
  readonly token: string;
  readonly session: Session;
}

const isNew = 'attribute_not_exists(token_hash)';

/** Opens a session of the user as read, without a look at the others: for when all others are revoked anyway. */
export type OpenSession = (
  user: User,
  information: string,
  nowEpochMs: number,
  budget: DatabaseTimeBudget,
) => Promise<OpenedSession>;

/** Sessions in the given table. It throws `DatabaseUnavailable`, and then it has undone what may have been written. */
export function createOpenSession(
  database: Database,
  table: string,
  lifetime: SessionLifetime,
  discard: DiscardSession,
): OpenSession {
  return async (user, information, nowEpochMs, budget) => {
    const { token, tokenHash } = newSessionToken();
    const item: SessionItem = {
      token_hash: tokenHash,
      id: randomUUID(),
      user_id: userIdKeyOf(subjectOf(user)),
      username: user.username,
      // A lone surrogate has no UTF-8.
      session_information: information.toWellFormed(),
      created_at: nowEpochMs,
      valid_from: sessionsValidFrom(user),
      last_used_at: nowEpochMs,
    };
    const session = sessionOf(item, lifetime);
    const command = new PutCommand({
      TableName: table,
      Item: { ...item, expires_at: ttlOf(session.expiresAtEpochMs) },
      // So that a put that arrives late cannot bring a discarded session back.
      ConditionExpression: isNew,
    });
    try {
      await budget.spend(signal => database.write.send(command, { abortSignal: signal }));
    } catch (error) {
      if (error instanceof DatabaseUnavailable) await discard(tokenHash, nowEpochMs, budget);
      // The key is random: what is there was written by this put, and the SDK repeated it because the response was lost.
      if (!isConditionalCheckFailure(error)) throw error;
    }
    return { token, session };
  };
}
