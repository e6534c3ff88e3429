/**
 * The sessions table: what `stay_logged_in` leaves behind, under the hash of its token. DynamoDB removes expired rows
 * days late, so every read checks the time itself.
 */
import { randomUUID } from 'node:crypto';
import { DeleteCommand, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { allEnded } from './all-ended.ts';
import { writeIf } from './conditional-write.ts';
import type { DatabaseTime } from './database-time.ts';
import { type Database, DatabaseUnavailable } from './dynamodb.ts';
import { newSessionToken, sessionTokenHash } from './session-tokens.ts';
import type { Username } from './usernames.ts';
import { sessionsValidFrom, subjectOf, type User, type UserId } from './users.ts';

const dayMs = 86_400_000;

/** A session is marked as used once an hour at most, so that most redemptions write nothing. */
const markedAsUsedEveryMs = 3_600_000;

/** A user has this many sessions at most; the one unused longest goes first. */
const maxSessions = 100;

/** How many sessions over the maximum one sign-in ends. */
const maxEndedAtOnce = 25;

/** A session; times in milliseconds since 1970. `id` is public, and cannot be turned into the token. */
export interface Session {
  readonly tokenHash: string;
  readonly id: string;
  readonly userIdKey: string;
  readonly username: Username;
  readonly information: string;
  readonly createdAtEpochMs: number;
  readonly lastUsedAtEpochMs: number;
  readonly expiresAtEpochMs: number;
}

/** Opens, finds, renews and ends sessions. */
export interface Sessions {
  open(user: User, information: string, nowEpochMs: number, time: DatabaseTime): Promise<{ token: string }>;
  find(token: string, nowEpochMs: number, time: DatabaseTime): Promise<Session | null>;
  renew(
    session: Session,
    information: string | null,
    nowEpochMs: number,
    time: DatabaseTime,
  ): Promise<boolean>;
  end(token: string, time: DatabaseTime): Promise<Session | null>;
  endFound(session: Session, time: DatabaseTime): Promise<boolean>;
  ofUser(userId: UserId, nowEpochMs: number, time: DatabaseTime): Promise<Session[]>;
}

/** How long a session lives, in days: in all, and without use. */
export interface SessionLifetime {
  readonly maxDays: number;
  readonly idleDays: number;
}

/** An id as text that tells 33 from "33": a key of an index has one type. */
const userIdKeyOf = (id: UserId): string => (typeof id === 'number' ? `n:${id}` : `s:${id}`);

/**
 * Whether a session still is one of its user: who was removed (or removed and added anew) has none, nor has any that
 * started before `sessions_valid_from`.
 */
export function isKept(session: Session, user: User | null): user is User {
  if (user === null || user.id === null) return false;
  const isTheirs = session.userIdKey === userIdKeyOf(user.id);
  return isTheirs && session.createdAtEpochMs >= sessionsValidFrom(user);
}

/** Whether a session can be redeemed: it is kept, and its user is neither deactivated nor told to change the password. */
export function isHonoured(session: Session, user: User | null): user is User {
  return isKept(session, user) && user.activated && !user.mustChangePassword;
}

interface Row {
  readonly token_hash: string;
  readonly id: string;
  readonly user_id: string;
  readonly username: Username;
  readonly session_information: string;
  readonly created_at: number;
  readonly last_used_at: number;
}

const exists = 'attribute_exists(token_hash)';

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
    lastUsedAtEpochMs: row.last_used_at,
    expiresAtEpochMs: expiryOf(row.created_at, row.last_used_at),
  });

  /** All rows of a user, expired ones too, newest first. The index lags behind the table for moments. */
  async function rowsOf(userIdKey: string, time: DatabaseTime): Promise<Session[]> {
    const found: Session[] = [];
    let start: Record<string, unknown> | undefined;
    do {
      const command: QueryCommand = new QueryCommand({
        TableName: table,
        IndexName: 'by_user',
        KeyConditionExpression: 'user_id = :user_id',
        ExpressionAttributeValues: { ':user_id': userIdKey },
        ScanIndexForward: false,
        ExclusiveStartKey: start,
      });
      const page = await time.spend(signal => database.read.send(command, { abortSignal: signal }));
      // Only this file writes these rows.
      found.push(...((page.Items ?? []) as Row[]).map(sessionIn));
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
    return found;
  }

  /** Deletes a row; the session that it was, null if there was none. */
  async function remove(tokenHash: string, time: DatabaseTime) {
    const command = new DeleteCommand({
      TableName: table,
      Key: { token_hash: tokenHash },
      ReturnValues: 'ALL_OLD',
    });
    const { Attributes } = await time.spend(signal => database.write.send(command, { abortSignal: signal }));
    // Only this file writes these rows.
    return Attributes === undefined ? null : sessionIn(Attributes as Row);
  }

  const isAlive = (session: Session, nowEpochMs: number) => nowEpochMs < session.expiresAtEpochMs;

  /** Makes room for one more session. It is no reason to refuse a sign-in if that fails: the next one tries again. */
  async function makeRoom(
    userIdKey: string,
    openedHash: string,
    nowEpochMs: number,
    time: DatabaseTime,
  ): Promise<void> {
    try {
      const surplus = (await rowsOf(userIdKey, time))
        .filter(other => other.tokenHash !== openedHash && isAlive(other, nowEpochMs))
        .toSorted((a, b) => b.lastUsedAtEpochMs - a.lastUsedAtEpochMs)
        .slice(maxSessions - 1)
        .slice(-maxEndedAtOnce);
      await allEnded(surplus.map(({ tokenHash }) => remove(tokenHash, time)));
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable)) throw error;
    }
  }

  return {
    /** Stores a new session and returns its token, which is kept nowhere. */
    async open(user, information, nowEpochMs, time) {
      const token = newSessionToken();
      const tokenHash = sessionTokenHash(token);
      const userIdKey = userIdKeyOf(subjectOf(user));
      // A session that starts after a change of the password is never older than that change says it has to be.
      const createdAtEpochMs = Math.max(nowEpochMs, sessionsValidFrom(user));
      // Without a condition: the key is random, and a put that the SDK repeats must not fail on its own success.
      const command = new PutCommand({
        TableName: table,
        Item: {
          token_hash: tokenHash,
          id: randomUUID(),
          user_id: userIdKey,
          username: user.username,
          // Half of a surrogate pair has no UTF-8.
          session_information: information.toWellFormed(),
          created_at: createdAtEpochMs,
          last_used_at: nowEpochMs,
          expires_at: Math.floor(expiryOf(createdAtEpochMs, nowEpochMs) / 1000),
        },
      });
      await allEnded([
        time.spend(signal => database.write.send(command, { abortSignal: signal })),
        makeRoom(userIdKey, String(tokenHash), nowEpochMs, time),
      ]);
      return { token };
    },

    /** Strongly consistent: a session that was just ended is not found. */
    async find(token, nowEpochMs, time) {
      const tokenHash = sessionTokenHash(token);
      if (tokenHash === null) return null;
      const command = new GetCommand({
        TableName: table,
        Key: { token_hash: tokenHash },
        ConsistentRead: true,
      });
      const { Item } = await time.spend(signal => database.read.send(command, { abortSignal: signal }));
      if (Item === undefined) return null;
      // Only this file writes these rows.
      const session = sessionIn(Item as Row);
      return isAlive(session, nowEpochMs) ? session : null;
    },

    /** Marks a session as used, if that is due, and labels it anew; false if it was ended meanwhile. */
    async renew(session, information, nowEpochMs, time) {
      const isDue = nowEpochMs - session.lastUsedAtEpochMs >= markedAsUsedEveryMs;
      const label = information?.toWellFormed() ?? session.information;
      if (!isDue && label === session.information) return true;
      const lastUsedAt = Math.max(nowEpochMs, session.lastUsedAtEpochMs);
      const command = new UpdateCommand({
        TableName: table,
        Key: { token_hash: session.tokenHash },
        // Only a label that was sent is written: another redemption may have sent one meanwhile.
        UpdateExpression: `SET last_used_at = :used, expires_at = :expires${information === null ? '' : ', session_information = :label'}`,
        ConditionExpression: exists,
        ExpressionAttributeValues: {
          ':used': lastUsedAt,
          ':expires': Math.floor(expiryOf(session.createdAtEpochMs, lastUsedAt) / 1000),
          ...(information === null ? {} : { ':label': label }),
        },
      });
      return (await writeIf(database, command, time)) !== null;
    },

    /** Ends a session; returns what it was, null if there was none. */
    async end(token, time) {
      const tokenHash = sessionTokenHash(token);
      return tokenHash === null ? null : remove(tokenHash, time);
    },

    /** Ends a session that was found; false if it was ended meanwhile. */
    async endFound(session, time) {
      return (await remove(session.tokenHash, time)) !== null;
    },

    /** The sessions of a user that are not expired, newest first. */
    async ofUser(userId, nowEpochMs, time) {
      const all = await rowsOf(userIdKeyOf(userId), time);
      return all.filter(session => isAlive(session, nowEpochMs));
    },
  };
}
