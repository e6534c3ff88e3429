/** What is measured: the function as it is packaged, as it was packaged before, and its peers. Each is one bundle. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { esbuildOptionsOf } from '../dev/http-api/esbuild-options.ts';

/** One of them. */
export interface Variant {
  readonly title: string;
  /** What a reader has to know to compare it. */
  readonly does: string;
  readonly entry: string;
  readonly options: BuildOptions;
}

/** The title of the function as it is. Ratios are to it. */
export const own = 'signin';

/** Some peers hold CommonJS that requires Node's own modules. */
const requireOfNode =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

const peer = (title: string, file: string, does: string): Variant => ({
  title,
  does,
  entry: `bench/peers/${file}.js`,
  options: { format: 'esm', mainFields: ['module', 'main'], banner: { js: requireOfNode } },
});

/** The variants. `packaged` is `custom.esbuild` of `serverless.yml`. */
export function variants(packaged: Readonly<Record<string, unknown>>): readonly Variant[] {
  const { mainFields: _, alias: __, ...before } = packaged;
  const everything = 'rate limit by account and network, secret of Secrets Manager, log and metrics';
  return [
    { title: own, does: everything, entry: 'handlers/auth.ts', options: esbuildOptionsOf(packaged) },
    {
      title: 'signin, before',
      does: 'the same code with the earlier options of esbuild, and nothing fetched at the start',
      entry: 'handlers/lambda/instance.ts',
      options: { ...esbuildOptionsOf(before), format: 'cjs' },
    },
    peer('lib-dynamodb', 'lib-dynamodb', 'no framework, four calls to DynamoDB, secret in the environment'),
    peer('express + passport', 'express-passport', 'the same four calls behind Express 5 and passport-local'),
    peer('fastify', 'fastify', 'one user in memory, no database'),
    peer('hono', 'hono', 'one user in memory, no database'),
    peer('bare Node', 'bare-node', 'answers 200 and does nothing'),
  ];
}

/** Makes the bundle, without the work of the hash, and returns its file and bytes. */
export async function makeBundle(
  { entry, options }: Variant,
  folder: string,
  index: number,
): Promise<{ readonly file: string; readonly bytes: number }> {
  const file = join(folder, `${index}.${options.format === 'cjs' ? 'cjs' : 'mjs'}`);
  await build({
    platform: 'node',
    target: 'node24',
    bundle: true,
    minify: true,
    keepNames: true,
    ...options,
    alias: { ...options.alias, bcryptjs: './bench/peers/no-hash.js' },
    entryPoints: [entry],
    outfile: file,
    write: true,
    logLevel: 'error',
  });
  return { file, bytes: statSync(file).size };
}
