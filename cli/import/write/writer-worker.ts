/** A thread that writes users. A call to DynamoDB takes half a millisecond of a core, which is what bounds an import. */
import { parentPort, workerData } from 'node:worker_threads';
import { connectOperatorDatabase } from '../../connection/operator-database.ts';
import { createPatience } from '../../connection/patience.ts';
import { failureOf } from '../../failure-sentence.ts';
import { inParallel } from './in-parallel.ts';
import type { UserToWrite } from './user-row.ts';
import { createWriteUser, type ReplaceOptions, type WriteOutcome } from './write-user.ts';

/** What the thread is started with. Where the database is, the environment says. */
export interface WriterData extends ReplaceOptions {
  readonly usersTable: string;
}

/** What comes back: that calls have to wait; the outcomes of the rows, in their order; or why they could not be written. */
export type WriterMessage =
  | 'waiting'
  | { readonly outcomes: readonly WriteOutcome[] }
  | { readonly failure: string };

const { usersTable, ...options } = workerData as WriterData;

const report = (message: WriterMessage): void => parentPort?.postMessage(message);

const writeUser = createWriteUser(
  connectOperatorDatabase().database,
  usersTable,
  createPatience(() => report('waiting')),
  { ...options, now: Date.now },
);

parentPort?.on('message', async (users: readonly UserToWrite[]) => {
  try {
    report({ outcomes: await inParallel(users, writeUser) });
  } catch (error) {
    // An exception of the SDK would arrive without its class.
    report({ failure: failureOf(error).message });
  }
});
