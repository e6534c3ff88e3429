/**
 * Pages of a list of sessions: their size, and the cursor, which is where a page ended, as text that the client sends
 * back for the next one. It holds neither token nor hash.
 */
import type { Session } from '../../lib/sessions/session.ts';

export const maxPageSize = 100;

export const defaultPageSize = 50;

/** A position in a list that is sorted newest first. */
export interface Cursor {
  readonly createdAtEpochMs: number;
  readonly id: string;
}

const cursorPattern = /^(\d{1,16})\.([0-9a-f-]{36})$/;

/** The cursor that continues after this session. */
export function cursorAfter({ createdAtEpochMs, id }: Session): string {
  return Buffer.from(`${createdAtEpochMs}.${id}`).toString('base64url');
}

/** The position that a cursor stands for; null if the text is not one of our cursors. */
export function parseCursor(cursor: string): Cursor | null {
  const [, createdAt, id] = cursorPattern.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  return createdAt === undefined || id === undefined ? null : { createdAtEpochMs: Number(createdAt), id };
}

/** Whether a session comes after the cursor: it is older, or of the same time and with a smaller id. */
export function isAfter({ createdAtEpochMs, id }: Session, cursor: Cursor): boolean {
  return createdAtEpochMs === cursor.createdAtEpochMs
    ? id < cursor.id
    : createdAtEpochMs < cursor.createdAtEpochMs;
}
