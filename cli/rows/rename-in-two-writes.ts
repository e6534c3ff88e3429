/**
 * Renames a row on the embedded database, which has no transactions. A delete that was not answered can still be
 * carried out, so the put is taken back only after DynamoDB has said that the delete was not done. Otherwise the user
 * could be gone.
 */
import { isDeepStrictEqual } from 'node:util';
import {
  DeleteItemCommand,
  type DynamoDBServiceException,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { isConditionalCheckFailure } from '../../lib/database/conditional-check-failure.ts';
import { canonicalUsername } from '../../lib/users/canonical-username.ts';
import type { Connection } from '../connection/connection.ts';
import { orSayWhatIsLeft } from '../half-done.ts';
import { quoted } from '../output/printable.ts';
import type { RawRow } from './is-unchanged.ts';
import type { RenameMoves } from './rename-moves.ts';
import type { UserRow } from './row-problems.ts';
import { describeId, summaryOf } from './user-summary.ts';

/** Whether the SDK has sent a call more than once: then an earlier one may have been carried out. */
const isRepeated = ({ $metadata }: DynamoDBServiceException): boolean => ($metadata.attempts ?? 1) > 1;

/** Whether a write was done. If its condition fails for a repeated call, `isSo` says whether an earlier one did it. */
async function isDone(write: Promise<unknown>, isSo: () => Promise<boolean>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (!isConditionalCheckFailure(error)) throw error;
    return isRepeated(error) && (await isSo());
  }
}

/** How to delete what may be left under a name. Somebody else can have taken that name meanwhile, so the id comes first. */
function howToDelete(username: string, renamed: UserRow): string {
  const exact = canonicalUsername(username) === username ? '' : '--exact ';
  const { id } = summaryOf(renamed);
  const whose = id === null ? 'no usable id' : `the id ${describeId(id)}`;
  const command = (name: string) => `npm run users -- ${name} ${exact}${quoted(username)}`;
  return `if ${command('show')} has ${whose}, ${command('remove')} deletes it`;
}

/**
 * `name_taken`: there is a row under the new name. `changed`: the old row changed meanwhile. Both leave the old row.
 */
export async function renameInTwoWrites(
  { database, budget }: Connection,
  { put, remove, takeBack }: RenameMoves,
  row: UserRow,
  newName: string,
): Promise<'renamed' | 'name_taken' | 'changed'> {
  const oldName = row.username;
  const send = <Answer>(call: (signal: AbortSignal) => Promise<Answer>) => budget.spend(call);
  const rowOf = async (username: string): Promise<RawRow | undefined> => {
    const { TableName } = put;
    const read = new GetItemCommand({ TableName, Key: { username: { S: username } }, ConsistentRead: true });
    return (await send(abortSignal => database.read.send(read, { abortSignal }))).Item;
  };
  const putNew = send(abortSignal => database.write.send(new PutItemCommand(put), { abortSignal }));
  const deleteWith = (from: typeof remove) =>
    send(abortSignal => database.write.send(new DeleteItemCommand(from), { abortSignal }));

  const isPut = await orSayWhatIsLeft(
    isDone(putNew, async () => isDeepStrictEqual(await rowOf(newName), put.Item)),
    `${quoted(oldName)} is as it was, but there may be a copy under the new name: ${howToDelete(newName, row)}`,
  );
  if (!isPut) return 'name_taken';
  const isRemoved = await orSayWhatIsLeft(
    isDone(deleteWith(remove), async () => (await rowOf(oldName)) === undefined),
    `${quoted(newName)} is there. ${quoted(oldName)} may be there still: ${howToDelete(oldName, row)}, with its sessions. Otherwise the same command again ends the sessions that may be left`,
  );
  if (isRemoved) return 'renamed';
  // If somebody has changed the new row meanwhile, it is theirs, and stays.
  await orSayWhatIsLeft(
    isDone(deleteWith(takeBack), async () => true),
    `${quoted(oldName)} was changed or removed meanwhile, and there may be a copy of what it was: ${howToDelete(newName, row)}`,
  );
  return 'changed';
}
