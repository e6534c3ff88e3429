/**
 * Imports sessions, so that nobody has to sign in again. Each begins anew: it lives as long as one that is opened now.
 * Once more does no harm, because a session that is there already stays as it is.
 */
import { randomUUID } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { isConditionalCheckFailure } from '../../../lib/database/conditional-check-failure.ts';
import { type SessionItem, sessionOf, ttlOf } from '../../../lib/sessions/session-item.ts';
import type { Username } from '../../../lib/users/canonical-username.ts';
import type { Connection } from '../../connection/connection.ts';
import type { Patience } from '../../connection/patience.ts';
import { batchesOf } from '../batches.ts';
import type { PrivateFile } from '../private-file.ts';
import { appendRejects, type Rejection } from '../rejects-file.ts';
import { readRows } from '../source/read-rows.ts';
import type { Container } from '../source/recognise-container.ts';
import type { SourceFailure } from '../source/source-failure.ts';
import type { SourceRow } from '../source/source-row.ts';
import type { Problem } from '../users/problem.ts';
import { inParallel } from '../write/in-parallel.ts';
import { judgeSession } from './judge-session.ts';
import type { SessionOwner, UsersById } from './users-by-id.ts';

/** How many sessions came along. */
export interface SessionsReport {
  /** Why the file could not be read to its end; null if it was. What comes before it is done. */
  failure: SourceFailure | null;
  added: number;
  unchanged: number;
  rejected: number;
  /** Tokens for something else. */
  skipped: number;
}

/** What the import of sessions needs. `users`: null in a dry run, which writes nothing and looks at the tokens only. */
export interface SessionsParts {
  readonly connection: Connection;
  readonly patience: Patience;
  readonly users: UsersById | null;
  /** Null for nowhere. */
  readonly rejects: PrivateFile | null;
  now(): number;
}

const batchRows = 2000;
const noUser: Problem = { column: 'user_id', reason: 'is the id of no user in the table' };

type Outcome = 'added' | 'unchanged' | 'skipped' | Problem;

/** Imports the sessions of a file; a row that is wrong stops nothing. */
export async function writeSessions(
  path: string,
  container: Container,
  { connection, patience, users, rejects, now }: SessionsParts,
): Promise<SessionsReport> {
  const report: SessionsReport = { failure: null, added: 0, unchanged: 0, rejected: 0, skipped: 0 };
  const { database, settings } = connection;

  async function put(tokenHash: string, owner: SessionOwner, label: string): Promise<'added' | 'unchanged'> {
    const item: SessionItem = {
      token_hash: tokenHash,
      id: randomUUID(),
      user_id: owner.userIdKey,
      // Whoever is in the table has a canonical name, or cannot sign in.
      username: owner.username as Username,
      session_information: label,
      created_at: now(),
      valid_from: owner.validFromEpochMs,
      last_used_at: now(),
    };
    const { expiresAtEpochMs } = sessionOf(item, settings.session);
    const command = new PutCommand({
      TableName: settings.sessionsTable,
      Item: { ...item, expires_at: ttlOf(expiresAtEpochMs) },
      ConditionExpression: 'attribute_not_exists(token_hash)',
    });
    try {
      await patience.call(() => database.write.send(command));
      return 'added';
    } catch (error) {
      if (isConditionalCheckFailure(error)) return 'unchanged';
      throw error;
    }
  }

  async function importRow(row: SourceRow): Promise<Outcome> {
    if ('broken' in row) return { column: null, reason: row.broken };
    const judged = judgeSession(row.columns);
    if (judged === null) return 'skipped';
    if ('problem' in judged) return judged.problem;
    if (users === null) return 'added';
    const { tokenHash, userId, label } = judged.session;
    const owner = users.find(userId);
    return owner === null ? noUser : put(tokenHash, owner, label);
  }

  async function importBatch(rows: readonly SourceRow[]): Promise<void> {
    const outcomes = await inParallel(rows, importRow);
    const rejections: Rejection[] = [];
    for (const [index, row] of rows.entries()) {
      const outcome = outcomes[index] ?? 'skipped';
      if (typeof outcome === 'string') report[outcome] += 1;
      else rejections.push({ row, problem: outcome });
    }
    report.rejected += rejections.length;
    if (rejects !== null) await appendRejects(rejects, rejections);
  }

  const onFailure = (failure: SourceFailure) => {
    report.failure = failure;
  };
  for await (const batch of batchesOf(readRows(path, container), batchRows, onFailure)) {
    await importBatch(batch);
  }
  return report;
}
