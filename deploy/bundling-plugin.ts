/**
 * serverless-esbuild, for the commands that bundle. Others do not load it: it brings along an HTTP client, an archiver
 * and a library for tests, which took 0.9 s of the 3.0 s that `npm start` kept the processor busy until it answered.
 */
import { createRequire } from 'node:module';
import { bundlingCommands } from '../dev/bundling-commands.ts';

/** The part of a plugin that the framework uses here. */
interface Plugin {
  readonly hooks: Readonly<Record<string, () => Promise<void>>>;
}

/** The part of the framework that is used here. */
interface Serverless {
  readonly processedInput: { readonly commands: readonly string[] };
}

const require = createRequire(import.meta.url);

/** The framework finds a plugin by this. */
export default class BundlingPlugin implements Plugin {
  readonly hooks: Plugin['hooks'];

  /**
   * @param rest what the framework gives each plugin: the options of the command line, and how to write to the terminal
   */
  constructor(serverless: Serverless, ...rest: readonly unknown[]) {
    const command = serverless.processedInput.commands.join(' ');
    this.hooks = bundlingCommands.includes(command) ? createBundler(serverless, ...rest).hooks : {};
  }
}

function createBundler(...given: readonly unknown[]): Plugin {
  const EsbuildPlugin: new (...given: readonly unknown[]) => Plugin = require('serverless-esbuild');
  return new EsbuildPlugin(...given);
}
