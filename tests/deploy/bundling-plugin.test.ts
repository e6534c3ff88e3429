import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import BundlingPlugin from '../../deploy/bundling-plugin.ts';

const require = createRequire(import.meta.url);
const serverless = (...commands: string[]) => ({ processedInput: { commands } });

it('commands that do not bundle start without serverless-esbuild', () => {
  expect(new BundlingPlugin(serverless('offline', 'start')).hooks).toEqual({});
  expect(Object.keys(require.cache)).not.toContain(require.resolve('serverless-esbuild'));
});
