/** One instance of the function, in a thread of its own, with an environment of its own. It takes one event at a time. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { inspect } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { InstanceCall, InstanceData, InstanceReply } from './instance-worker.ts';

/** What Lambda gives to loading. */
const loadMaxMs = 10_000;

/** A running instance. */
export interface FunctionInstance {
  /** The result. It throws if the function does, if it does not end in time, or if the instance ends. */
  invoke(event: unknown): Promise<unknown>;
  /** False once it has ended. */
  isRunning(): boolean;
  end(): Promise<unknown>;
}

/** The next message of the thread. It throws if the thread ends first, or the time. */
async function nextMessage(worker: Worker, timeoutMs: number): Promise<unknown> {
  const done = new AbortController();
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = AbortSignal.any([done.signal, timeout]);
  const ended = once(worker, 'exit', { signal }).then(([code]) => {
    throw new Error(`The function ended its instance with ${code}`);
  });
  try {
    const [message] = await Promise.race([once(worker, 'message', { signal }), ended]);
    return message;
  } catch (error) {
    throw timeout.aborted ? new Error(`The function did not end within ${timeoutMs / 1000} seconds`) : error;
  } finally {
    done.abort();
  }
}

/**
 * Starts an instance. Loading may take ten seconds, a call as long as `timeoutMs`.
 * @param workerCode instance-worker.ts in JavaScript: a thread that has to read TypeScript takes 30 MB more
 * @throws what the function's code throws as it is loaded
 */
export async function startInstance(
  workerCode: string,
  data: InstanceData,
  environment: Readonly<Record<string, string>>,
): Promise<FunctionInstance> {
  const worker = new Worker(workerCode, {
    eval: true,
    workerData: data,
    env: environment,
    resourceLimits: { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 128 },
  });
  let running = true;
  worker.once('exit', () => {
    running = false;
  });
  // Between two calls nobody else listens, and an error without a listener would end the server.
  worker.on('error', error =>
    process.stderr.write(`The function failed between two calls: ${inspect(error)}\n`),
  );
  const end = () => {
    running = false;
    return worker.terminate();
  };
  const receive = (timeoutMs: number): Promise<unknown> =>
    nextMessage(worker, timeoutMs).catch(async (error: unknown) => {
      await end();
      throw error;
    });
  await receive(loadMaxMs);

  return {
    async invoke(event) {
      const call: InstanceCall = { awsRequestId: randomUUID(), event };
      worker.postMessage(call);
      // Only instance-worker.ts sends messages here.
      const reply = (await receive(data.timeoutMs)) as InstanceReply;
      if ('error' in reply) throw new Error(`The function threw ${reply.error}`);
      return JSON.parse(reply.result);
    },
    isRunning: () => running,
    end,
  };
}
