/** Threads that write users, one for each core, and at most four. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { ConnectionFailure } from '../../connection/connection-failure.ts';
import type { UserToWrite } from './user-row.ts';
import type { WriteOutcome } from './write-user.ts';
import type { WriterData, WriterMessage } from './writer-worker.ts';

const maxWriters = 4;

/** Keeps the memory of a thread flat: without limits, V8 lets 300 MB of short-lived objects lie. */
const resourceLimits = { maxYoungGenerationSizeMb: 48, maxOldGenerationSizeMb: 128 };

const goesOn = 'The same command goes on where this one ended.';

/** Writes users. */
export interface WriterPool {
  /**
   * Writes users, and returns the outcomes in the same order.
   * @throws {ConnectionFailure} if the database refuses, or is gone for long
   */
  write(users: readonly UserToWrite[]): Promise<readonly WriteOutcome[]>;
  close(): Promise<void>;
}

/** One thread, which takes one share of rows after the other. */
function startWriter(data: WriterData, onPause: () => void) {
  const worker = new Worker(new URL('./writer-worker.ts', import.meta.url), {
    workerData: data,
    resourceLimits,
  });
  return {
    write: (users: readonly UserToWrite[]) =>
      new Promise<readonly WriteOutcome[]>((resolve, reject) => {
        const settle = (settled: () => void) => {
          worker.off('message', receive).off('error', fail);
          settled();
        };
        const fail = (error: unknown) => settle(() => reject(error));
        const receive = (message: WriterMessage) => {
          if (message === 'waiting') onPause();
          else if ('outcomes' in message) settle(() => resolve(message.outcomes));
          else fail(new ConnectionFailure(`${message.failure} ${goesOn}`));
        };
        worker.on('message', receive).on('error', fail).postMessage(users);
      }),
    close: () => worker.terminate(),
  };
}

/** Starts the threads. `onPause` is told each time that calls have to wait. */
export function startWriterPool(data: WriterData, onPause: () => void): WriterPool {
  const count = Math.min(availableParallelism(), maxWriters);
  const writers = Array.from({ length: count }, () => startWriter(data, onPause));
  return {
    async write(users) {
      const share = Math.ceil(users.length / count);
      const written = writers.map((writer, index) => {
        const part = users.slice(index * share, (index + 1) * share);
        return part.length === 0 ? [] : writer.write(part);
      });
      await Promise.allSettled(written);
      return (await Promise.all(written)).flat();
    },
    async close() {
      await Promise.all(writers.map(writer => writer.close()));
    },
  };
}
