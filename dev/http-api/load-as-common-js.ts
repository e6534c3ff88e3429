/** Has the function made as CommonJS for this machine, where it is called by `require` or from memory. */
import { join } from 'node:path';
import type { Service } from './api-configuration.ts';

/** Where CommonJS begins: it cannot wait at the top of a module, as the Lambda entry does. */
const handler = 'handlers/lambda/instance.handler';

/** Changes the service before anything is bundled. The rest of `custom.esbuild` stays as a deployment has it. */
export function loadAsCommonJs(service: Service): void {
  const { auth } = service.functions;
  if (auth !== undefined) auth.handler = handler;
  const { esbuild } = service.custom;
  service.custom.esbuild = {
    ...esbuild,
    format: 'cjs',
    outputFileExtension: '.cjs',
    // Files of this machine must not get into the next zip of a deployment.
    outputWorkFolder: join(String(esbuild['outputWorkFolder']), 'local'),
  };
}
