/** A thread that writes users. A call to DynamoDB takes half a millisecond of a core, which is what bounds an import. */
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { connectOperatorDatabase } from '../../connection/operator-database.ts';
import { failureOf } from '../../failure-sentence.ts';
import { inParallel } from './in-parallel.ts';
import { createPatience } from './patience.ts';
import type { CompleteRow } from './user-row.ts';
import { createWriteUser, type WriteOutcome } from './write-user.ts';

/** What the thread is started with. Where the database is, the environment says. */
export interface WriterData {
  readonly usersTable: string;
  readonly replace: boolean;
}

/** What comes back: that calls have to wait; the outcomes of the rows, in their order; or why they could not be written. */
export type WriterMessage =
  | 'waiting'
  | { readonly outcomes: readonly WriteOutcome[] }
  | { readonly failure: string };

const { usersTable, replace } = workerData as WriterData;

const clock = {
  elapsed: () => performance.now(),
  pause: (milliseconds: number) => pause<void>(milliseconds),
};
const report = (message: WriterMessage): void => parentPort?.postMessage(message);

const writeUser = createWriteUser(
  connectOperatorDatabase().database,
  usersTable,
  createPatience(clock, () => report('waiting')),
  { replace, now: Date.now },
);

parentPort?.on('message', async (rows: readonly CompleteRow[]) => {
  try {
    report({ outcomes: await inParallel(rows, writeUser) });
  } catch (error) {
    // An exception of the SDK would arrive without its class.
    report({ failure: failureOf(error).message });
  }
});
