/** The update that makes one row of another, under the condition that it still is as it was read. */
import type { UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import type { UserRow } from '../../rows/row-problems.ts';
import { updateAsRead } from '../../rows/update-as-read.ts';

/** @param read the row as it was read; what a condition cannot compare only has to be there */
export function replacementUpdate(
  read: UserRow,
  replacement: Readonly<Record<string, unknown>>,
): Omit<UpdateCommandInput, 'TableName'> {
  const attributes = Object.keys({ ...read, ...replacement }).filter(name => name !== 'username');
  const changed = attributes.filter(name => read[name] !== replacement[name]);
  return updateAsRead(read, attributes, Object.fromEntries(changed.map(name => [name, replacement[name]])));
}
