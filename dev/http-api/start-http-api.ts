/** `npm start`: the API on one port with its function behind it, until somebody ends it. */
import { once } from 'node:events';
import { host } from '../npm-start/ports.ts';
import { readApiConfiguration, type Service } from './api-configuration.ts';
import { createFunctionBundle } from './function-bundle.ts';
import { startInstance } from './function-instance.ts';
import { createHttpApi } from './http-api-server.ts';
import { createInstancePool, poolSize } from './instance-pool.ts';

/** A running API. */
export interface RunningApi {
  end(): Promise<void>;
}

/**
 * Starts the API, and resolves when it listens.
 * @param environment of the function, and nothing else gets there
 * @throws if the port is taken
 */
export async function startHttpApi(
  folder: string,
  service: Service,
  environment: Readonly<Record<string, string>>,
  httpPort: number,
): Promise<RunningApi> {
  const { routeKeys, cors, handler, ...lambda } = readApiConfiguration(service);
  const [module = '', handlerName = ''] = handler.split('.');
  const latestBundle = createFunctionBundle(folder, module, service.custom.esbuild);
  const worker = await createFunctionBundle(import.meta.dirname, 'instance-worker', service.custom.esbuild)();
  const pool = createInstancePool(poolSize, latestBundle, ({ code }) =>
    startInstance(worker.code, { code, handlerName, folder, ...lambda }, environment),
  );
  // The first request need not wait for it. Code that cannot be bundled is no reason to end: edit it.
  await latestBundle().catch(() => {});
  const server = createHttpApi({ routeKeys, cors }, pool.invoke);
  server.listen(httpPort, host);
  await once(server, 'listening');
  return {
    async end() {
      server.close();
      server.closeAllConnections();
      await pool.end();
    },
  };
}
