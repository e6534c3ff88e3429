/** The sessions table: what `stay_logged_in` leaves behind, under the hash of its token. */
import { createHash, randomInt, randomUUID } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { DatabaseTime } from './database-time.ts';
import type { Database } from './dynamodb.ts';
import type { Username } from './usernames.ts';
import type { UserId } from './users.ts';

const tokenAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const tokenLength = 64;
const dayMs = 86_400_000;

/** Who stays signed in, and how the session is labelled. */
export interface NewSession {
  readonly userId: UserId;
  readonly username: Username;
  readonly information: string;
}

/** Opens sessions. */
export interface Sessions {
  open(session: NewSession, nowEpochMs: number, time: DatabaseTime): Promise<string>;
}

/** How long a session lives, in days: in all, and without use. */
export interface SessionLifetime {
  readonly maxDays: number;
  readonly idleDays: number;
}

/** A session token: 64 characters out of 62, 381 bits, without bias since `randomInt` rejects what would cause one. */
function newSessionToken(): string {
  return Array.from({ length: tokenLength }, () =>
    tokenAlphabet.charAt(randomInt(tokenAlphabet.length)),
  ).join('');
}

/** The key of a session: a table that leaks signs nobody in. */
function sessionTokenHash(sessionToken: string): string {
  return createHash('sha256').update(sessionToken).digest('hex');
}

/** An id as text that tells 33 from "33": a key of an index has one type. */
function userIdKey(id: UserId): string {
  return typeof id === 'number' ? `n:${id}` : `s:${id}`;
}

/** Sessions in the given table. */
export function createSessions(database: Database, table: string, lifetime: SessionLifetime): Sessions {
  return {
    /** Stores a new session and returns its token, which is kept nowhere. */
    async open(session, nowEpochMs, time) {
      const token = newSessionToken();
      const lifetimeMs = Math.min(lifetime.maxDays, lifetime.idleDays) * dayMs;
      // Without a condition: the key is random, and a put that the SDK repeats must not fail on its own success.
      const command = new PutCommand({
        TableName: table,
        Item: {
          token_hash: sessionTokenHash(token),
          id: randomUUID(),
          user_id: userIdKey(session.userId),
          username: session.username,
          session_information: session.information,
          created_at: nowEpochMs,
          last_used_at: nowEpochMs,
          expires_at: Math.floor((nowEpochMs + lifetimeMs) / 1000),
        },
      });
      await time.spend(signal => database.write.send(command, { abortSignal: signal }));
      return token;
    },
  };
}
