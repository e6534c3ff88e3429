/**
 * The sessions table: what `stay_logged_in` leaves behind, under the hash of its token. DynamoDB removes expired rows
 * days late, so every read checks the time itself.
 */
import { randomUUID } from 'node:crypto';
import { DeleteCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { allEnded } from './all-ended.ts';
import { writeIf } from './conditional-write.ts';
import type { DatabaseTime } from './database-time.ts';
import type { Database } from './dynamodb.ts';
import { readRow } from './read-row.ts';
import { isAlive, type Session, userIdKeyOf } from './session.ts';
import { makeRoom } from './session-cap.ts';
import { newSessionToken, sessionTokenHash } from './session-tokens.ts';
import type { Username } from './usernames.ts';
import { sessionsValidFrom, subjectOf, type User, type UserId } from './users.ts';

const dayMs = 86_400_000;

/** A session is marked as used once an hour at most, so that most redemptions write nothing. */
const markedAsUsedEveryMs = 3_600_000;

/** A session that was just opened, and its token, which is kept nowhere. */
export interface OpenedSession {
  readonly token: string;
  readonly session: Session;
}

/** Opens, finds, renews and ends sessions. */
export interface Sessions {
  open(user: User, information: string, nowEpochMs: number, time: DatabaseTime): Promise<OpenedSession>;
  openFirst(user: User, information: string, nowEpochMs: number, time: DatabaseTime): Promise<OpenedSession>;
  find(token: string, nowEpochMs: number, time: DatabaseTime): Promise<Session | null>;
  renew(
    session: Session,
    information: string | null,
    nowEpochMs: number,
    time: DatabaseTime,
  ): Promise<boolean>;
  end(session: Session, time: DatabaseTime): Promise<boolean>;
  ofUser(userId: UserId, time: DatabaseTime): Promise<Session[]>;
}

/** How long a session lives, in days: in all, and without use. */
export interface SessionLifetime {
  readonly maxDays: number;
  readonly idleDays: number;
}

interface Row {
  readonly token_hash: string;
  readonly id: string;
  readonly user_id: string;
  readonly username: Username;
  readonly session_information: string;
  readonly created_at: number;
  readonly valid_from: number;
  readonly last_used_at: number;
}

const isStillThere = 'attribute_exists(token_hash)';

const secondsOf = (epochMs: number): number => Math.floor(epochMs / 1000);

/** Sessions in the given table. */
export function createSessions(database: Database, table: string, lifetime: SessionLifetime): Sessions {
  const expiryOf = (createdAtEpochMs: number, lastUsedAtEpochMs: number) =>
    Math.min(createdAtEpochMs + lifetime.maxDays * dayMs, lastUsedAtEpochMs + lifetime.idleDays * dayMs);

  const sessionIn = (row: Row): Session => ({
    tokenHash: row.token_hash,
    id: row.id,
    userIdKey: row.user_id,
    username: row.username,
    information: row.session_information,
    createdAtEpochMs: row.created_at,
    validFromEpochMs: row.valid_from,
    lastUsedAtEpochMs: row.last_used_at,
    expiresAtEpochMs: expiryOf(row.created_at, row.last_used_at),
  });

  async function ofUserIdKey(userIdKey: string, time: DatabaseTime): Promise<Session[]> {
    const found: Session[] = [];
    let start: Record<string, unknown> | undefined;
    do {
      const command: QueryCommand = new QueryCommand({
        TableName: table,
        IndexName: 'by_user',
        KeyConditionExpression: 'user_id = :user_id',
        ExpressionAttributeValues: { ':user_id': userIdKey },
        ExclusiveStartKey: start,
      });
      const page = await time.spend(signal => database.read.send(command, { abortSignal: signal }));
      // Only this file writes these rows.
      found.push(...((page.Items ?? []) as Row[]).map(sessionIn));
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
    return found;
  }

  /** Deletes the row; false if it was not there any more. */
  async function end(session: Session, time: DatabaseTime): Promise<boolean> {
    const command = new DeleteCommand({
      TableName: table,
      Key: { token_hash: session.tokenHash },
      ReturnValues: 'ALL_OLD',
    });
    const { Attributes } = await time.spend(signal => database.write.send(command, { abortSignal: signal }));
    return Attributes !== undefined;
  }

  /** Opens a session of the user as it was read, however many there are: enough where all others end anyway. */
  async function openFirst(
    user: User,
    information: string,
    nowEpochMs: number,
    time: DatabaseTime,
  ): Promise<OpenedSession> {
    const { token, tokenHash } = newSessionToken();
    const row: Row = {
      token_hash: tokenHash,
      id: randomUUID(),
      user_id: userIdKeyOf(subjectOf(user)),
      username: user.username,
      // Half of a surrogate pair has no UTF-8.
      session_information: information.toWellFormed(),
      created_at: nowEpochMs,
      valid_from: sessionsValidFrom(user),
      last_used_at: nowEpochMs,
    };
    const session = sessionIn(row);
    // Without a condition: the key is random, and a put that the SDK repeats must not fail on its own success.
    const command = new PutCommand({
      TableName: table,
      Item: { ...row, expires_at: secondsOf(session.expiresAtEpochMs) },
    });
    await time.spend(signal => database.write.send(command, { abortSignal: signal }));
    return { token, session };
  }

  return {
    /** Opens a session of the user as it was read, and makes room for it. */
    async open(user, information, nowEpochMs, time) {
      const opening = openFirst(user, information, nowEpochMs, time);
      const [opened] = await allEnded([
        opening,
        makeRoom(
          opening,
          () => ofUserIdKey(userIdKeyOf(subjectOf(user)), time),
          surplus => end(surplus, time),
        ),
      ]);
      return opened;
    },

    openFirst,

    /** The session of a token; null if there is none, or it is over. */
    async find(token, nowEpochMs, time) {
      const tokenHash = sessionTokenHash(token);
      if (tokenHash === null) return null;
      const row = await readRow<Row>(database, table, { token_hash: tokenHash }, time);
      if (row === null) return null;
      const session = sessionIn(row);
      return isAlive(session, nowEpochMs) ? session : null;
    },

    /** Marks a session as used, if that is due, and labels it anew; false if it was ended meanwhile. */
    async renew(session, information, nowEpochMs, time) {
      const isDue = nowEpochMs - session.lastUsedAtEpochMs >= markedAsUsedEveryMs;
      const label = information?.toWellFormed() ?? session.information;
      if (!isDue && label === session.information) return true;
      const fields = {
        ...(isDue && {
          last_used_at: nowEpochMs,
          expires_at: secondsOf(expiryOf(session.createdAtEpochMs, nowEpochMs)),
        }),
        // Only a label that was sent is written: another redemption may have sent one meanwhile.
        ...(information !== null && { session_information: label }),
      };
      const command = new UpdateCommand({
        TableName: table,
        Key: { token_hash: session.tokenHash },
        UpdateExpression: `SET ${Object.keys(fields)
          .map(name => `${name} = :${name}`)
          .join(', ')}`,
        ConditionExpression: isStillThere,
        ExpressionAttributeValues: Object.fromEntries(
          Object.entries(fields).map(([name, value]) => [`:${name}`, value]),
        ),
      });
      return (await writeIf(database, command, time)) !== null;
    },

    end,

    /** All sessions of a user that have a row, over ones too. The index lags behind for moments. */
    ofUser: (userId, time) => ofUserIdKey(userIdKeyOf(userId), time),
  };
}
