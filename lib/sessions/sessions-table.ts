/** The sessions table: sessions under the hash of their token, with an index by user. */
import { randomUUID } from 'node:crypto';
import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { updateConditionally } from '../database/conditional-update.ts';
import type { Database } from '../database/dynamodb-client.ts';
import { readItem } from '../database/read-item.ts';
import type { DatabaseTimeBudget } from '../database/time-budget.ts';
import { OperatorError } from '../operator-error.ts';
import { sessionsValidFrom, subjectOf, type User } from '../users/user.ts';
import { waitForAll } from '../wait-for-all.ts';
import { revokeSurplusSessions } from './max-sessions.ts';
import { type Session, userIdKeyOf } from './session.ts';
import { parseSessionItem, type SessionItem, sessionOf, ttlOf } from './session-item.ts';
import { expiryOf, isUnexpired, type SessionLifetime, useIsWrittenEveryMs } from './session-lifetime.ts';
import { newSessionToken, sessionTokenHash } from './session-token.ts';
import { createListByUserId, type ListByUserId } from './sessions-by-user-index.ts';

/** A new session, and its token, which is stored nowhere. */
export interface OpenedSession {
  readonly token: string;
  readonly session: Session;
}

/** Opens, finds, renews and revokes sessions. All methods throw `DatabaseUnavailable`. */
export interface SessionsTable {
  open(
    user: User,
    information: string,
    nowEpochMs: number,
    budget: DatabaseTimeBudget,
  ): Promise<OpenedSession>;
  openUncapped: SessionsTable['open'];
  find(token: string, nowEpochMs: number, budget: DatabaseTimeBudget): Promise<Session | null>;
  renew(
    session: Session,
    information: string | null,
    nowEpochMs: number,
    budget: DatabaseTimeBudget,
  ): Promise<boolean>;
  revoke(session: Session, budget: DatabaseTimeBudget): Promise<boolean>;
  listByUserId: ListByUserId;
}

const isStillThere = 'attribute_exists(token_hash)';

/** Sessions in the given table. */
export function createSessionsTable(
  database: Database,
  table: string,
  lifetime: SessionLifetime,
): SessionsTable {
  const listByUserId = createListByUserId(database, table, lifetime);

  /** Deletes the item; false if it was not there any more. */
  async function revoke(session: Session, budget: DatabaseTimeBudget): Promise<boolean> {
    const command = new DeleteCommand({
      TableName: table,
      Key: { token_hash: session.tokenHash },
      ReturnValues: 'ALL_OLD',
    });
    const { Attributes } = await budget.spend(signal =>
      database.write.send(command, { abortSignal: signal }),
    );
    return Attributes !== undefined;
  }

  /** Opens a session of the user as read, without a look at the others: for when all others are revoked anyway. */
  const openUncapped: SessionsTable['open'] = async (user, information, nowEpochMs, budget) => {
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
    // Without a condition: the key is random, and a put that the SDK repeats must not fail on its own success.
    const command = new PutCommand({
      TableName: table,
      Item: { ...item, expires_at: ttlOf(session.expiresAtEpochMs) },
    });
    await budget.spend(signal => database.write.send(command, { abortSignal: signal }));
    return { token, session };
  };

  return {
    /** Opens a session of the user as read, and revokes surplus ones. */
    async open(user, information, nowEpochMs, budget) {
      const opening = openUncapped(user, information, nowEpochMs, budget);
      const [opened] = await waitForAll([
        opening,
        revokeSurplusSessions(
          opening,
          async () => (await listByUserId(subjectOf(user), budget)).sessions,
          surplus => revoke(surplus, budget),
        ),
      ]);
      return opened;
    },

    openUncapped,

    /**
     * The session of a token; null if there is none, or if it has expired.
     * @throws {OperatorError} if its item is no usable session
     */
    async find(token, nowEpochMs, budget) {
      const tokenHash = sessionTokenHash(token);
      if (tokenHash === null) return null;
      const item = await readItem(database, table, { token_hash: tokenHash }, budget);
      if (item === null) return null;
      const session = parseSessionItem(item, lifetime);
      if (session === null) {
        throw new OperatorError(
          'An item of the sessions table lacks an attribute, or has a time that is not in milliseconds',
        );
      }
      return isUnexpired(session, nowEpochMs) ? session : null;
    },

    /** Writes the use of a session, if that is due, and a new label; false if the session was revoked meanwhile. */
    async renew(session, information, nowEpochMs, budget) {
      const isDue = nowEpochMs - session.lastUsedAtEpochMs >= useIsWrittenEveryMs;
      const label = information?.toWellFormed() ?? session.information;
      if (!isDue && label === session.information) return true;
      const used = { createdAtEpochMs: session.createdAtEpochMs, lastUsedAtEpochMs: nowEpochMs };
      const attributes = {
        ...(isDue && { last_used_at: nowEpochMs, expires_at: ttlOf(expiryOf(lifetime, used)) }),
        // Only a label that was sent is written, because another redemption may have sent one meanwhile.
        ...(information !== null && { session_information: label }),
      };
      const command = new UpdateCommand({
        TableName: table,
        Key: { token_hash: session.tokenHash },
        UpdateExpression: `SET ${Object.keys(attributes)
          .map(name => `${name} = :${name}`)
          .join(', ')}`,
        ConditionExpression: isStillThere,
        ExpressionAttributeValues: Object.fromEntries(
          Object.entries(attributes).map(([name, value]) => [`:${name}`, value]),
        ),
      });
      return (await updateConditionally(database, command, budget)) !== null;
    },

    revoke,
    listByUserId,
  };
}
