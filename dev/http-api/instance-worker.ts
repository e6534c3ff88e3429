/** The thread of one instance of the function: loads the code and answers one event after the other, as Lambda has it. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { compileFunction, constants } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';

/** What the thread is started with. */
export interface InstanceData {
  /** CommonJS. */
  readonly code: string;
  /** The name of the export to call. */
  readonly handlerName: string;
  readonly folder: string;
  readonly functionName: string;
  readonly memoryMb: number;
  readonly timeoutMs: number;
}

/** One call. */
export interface InstanceCall {
  readonly awsRequestId: string;
  readonly event: unknown;
}

/** What comes back: the result in JSON, as Lambda hands it on, or what was thrown. */
export type InstanceReply = { readonly result: string } | { readonly error: string };

type Handler = (event: unknown, context: object) => unknown;

const { code, handlerName, folder, functionName, memoryMb, timeoutMs } = workerData as InstanceData;

function load(): Handler {
  const filename = join(folder, 'function.cjs');
  const module: { exports: Record<string, unknown> } = { exports: {} };
  const run = compileFunction(code, ['exports', 'require', 'module', '__filename', '__dirname'], {
    filename,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  run(module.exports, createRequire(filename), module, filename, folder);
  const handler = module.exports[handlerName];
  if (typeof handler !== 'function') throw new Error(`The function has no export called ${handlerName}`);
  return handler as Handler;
}

const handler = load();

async function answer({ awsRequestId, event }: InstanceCall): Promise<InstanceReply> {
  const endsAtMs = performance.now() + timeoutMs;
  const context = {
    awsRequestId,
    functionName,
    functionVersion: '$LATEST',
    memoryLimitInMB: String(memoryMb),
    getRemainingTimeInMillis: () => Math.max(0, Math.round(endsAtMs - performance.now())),
  };
  try {
    const result = await handler(event, context);
    return { result: JSON.stringify(result ?? null) };
  } catch (error) {
    return { error: inspect(error) };
  }
}

parentPort?.on('message', async (call: InstanceCall) => parentPort?.postMessage(await answer(call)));
parentPort?.postMessage('loaded');
