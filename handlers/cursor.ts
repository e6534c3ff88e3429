/** Where a page of sessions ended, as a text that the client hands back. It holds neither token nor hash. */
import type { Session } from '../lib/session.ts';

/** A place in a list that is newest first. */
export interface Cursor {
  readonly createdAtEpochMs: number;
  readonly id: string;
}

const shape = /^(\d{1,16})\.([0-9a-f-]{36})$/;

/** The cursor behind a session. */
export function cursorAfter({ createdAtEpochMs, id }: Session): string {
  return Buffer.from(`${createdAtEpochMs}.${id}`).toString('base64url');
}

/** The place that a cursor means; null where it is none of ours. */
export function parseCursor(cursor: string): Cursor | null {
  const [, createdAt, id] = shape.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  return createdAt === undefined || id === undefined ? null : { createdAtEpochMs: Number(createdAt), id };
}

/** Whether a session comes after the cursor: it is older, or as old and later by its id, which breaks ties. */
export function isAfter({ createdAtEpochMs, id }: Session, cursor: Cursor): boolean {
  return createdAtEpochMs === cursor.createdAtEpochMs
    ? id < cursor.id
    : createdAtEpochMs < cursor.createdAtEpochMs;
}
