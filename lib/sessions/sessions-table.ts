/** The sessions table: sessions under the hash of their token, with an index by user. */
import { DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { isConditionalCheckFailure } from '../database/conditional-check-failure.ts';
import { updateConditionally } from '../database/conditional-update.ts';
import type { Database } from '../database/dynamodb-client.ts';
import { readItem } from '../database/read-item.ts';
import type { DatabaseTimeBudget } from '../database/time-budget.ts';
import { OperatorError } from '../operator-error.ts';
import { subjectOf } from '../users/user.ts';
import { waitForAll } from '../wait-for-all.ts';
import { createDiscardSession } from './discard-session.ts';
import { revokeSurplusSessions } from './max-sessions.ts';
import { createOpenSession, type OpenedSession, type OpenSession } from './open-session.ts';
import type { Session } from './session.ts';
import { parseSessionItem, parseSessionUse, useAttributes } from './session-item.ts';
import { isUnexpired, type SessionLifetime } from './session-lifetime.ts';
import { renewalOf } from './session-renewal.ts';
import { sessionTokenHash } from './session-token.ts';
import { createListByUserId, type ListByUserId } from './sessions-by-user-index.ts';

/** Opens, finds, renews and revokes sessions. All methods throw `DatabaseUnavailable`. */
export interface SessionsTable {
  /** `leftOut` counts other sessions of the user whose times are broken. */
  open(...opening: Parameters<OpenSession>): Promise<OpenedSession & { readonly leftOut: number }>;
  openUncapped: OpenSession;
  /** Undoes the opening of a session; if that fails, it is left. */
  discard(session: Session, budget: DatabaseTimeBudget): Promise<void>;
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
  const listUsesByUserId = createListByUserId(
    database,
    table,
    item => parseSessionUse(item, lifetime),
    useAttributes,
  );

  /**
   * Deletes the item; false if it was not there any more. The condition, and not the old item in the response, says so:
   * Amazon's DynamoDB Local gives the old item to both of two deletes at the same moment.
   */
  async function revoke(
    { tokenHash }: Pick<Session, 'tokenHash'>,
    budget: DatabaseTimeBudget,
  ): Promise<boolean> {
    const command = new DeleteCommand({
      TableName: table,
      Key: { token_hash: tokenHash },
      ConditionExpression: isStillThere,
    });
    try {
      await budget.spend(signal => database.write.send(command, { abortSignal: signal }));
      return true;
    } catch (error) {
      if (isConditionalCheckFailure(error)) return false;
      throw error;
    }
  }

  const discardSession = createDiscardSession(database, table);
  const openUncapped = createOpenSession(database, table, lifetime, discardSession);

  return {
    /** Opens a session of the user as read, and revokes surplus ones. */
    async open(user, information, nowEpochMs, budget) {
      const opening = openUncapped(user, information, nowEpochMs, budget);
      let leftOut = 0;
      const sessionsOfUser = async () => {
        const listed = await listUsesByUserId(subjectOf(user), budget);
        leftOut = listed.leftOut;
        return listed.sessions;
      };
      const [opened] = await waitForAll([
        opening,
        revokeSurplusSessions(opening, sessionsOfUser, surplus => revoke(surplus, budget)),
      ]);
      return { ...opened, leftOut };
    },

    openUncapped,

    discard: ({ tokenHash, createdAtEpochMs }, budget) => discardSession(tokenHash, createdAtEpochMs, budget),

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
      const attributes = renewalOf(session, information, nowEpochMs, lifetime);
      if (attributes === null) return true;
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
    listByUserId: createListByUserId(database, table, item => parseSessionItem(item, lifetime)),
  };
}
