/** What is measured: the function as it is packaged, as it was before, and its peers. Each is one bundle. */
import type { BuildOptions } from 'esbuild';
import { esbuildOptionsOf } from '../../dev/http-api/esbuild-options.ts';
import { commitOfBefore } from './before.ts';

/** One of them. */
export interface Variant {
  readonly title: string;
  /** What a reader has to know to compare it. */
  readonly does: string;
  /** False only for what answers without a look at the request. */
  readonly comparesPassword: boolean;
  /** Whether the client shows the device token of an earlier sign-in. */
  readonly isKnownDevice: boolean;
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
  comparesPassword: file !== 'bare-node',
  isKnownDevice: false,
  entry: `bench/peers/${file}.js`,
  options: { format: 'esm', mainFields: ['module', 'main'], banner: { js: requireOfNode } },
});

const before = (entry: string): Variant => ({
  title: `${own}, before`,
  does: `its code and bundle of commit ${commitOfBefore}, with the packages of today`,
  comparesPassword: true,
  isKnownDevice: false,
  entry,
  options: { format: 'cjs', keepNames: true },
});

/**
 * The variants.
 * @param packaged `custom.esbuild` of `serverless.yml`
 * @param entryOfBefore of the code before; null if it is not there
 */
export function variants(
  packaged: Readonly<Record<string, unknown>>,
  entryOfBefore: string | null,
): readonly Variant[] {
  const present: Variant = {
    title: own,
    does: 'rate limit by account and network, secret of Secrets Manager, log and metrics',
    comparesPassword: true,
    isKnownDevice: false,
    entry: 'handlers/auth.ts',
    options: esbuildOptionsOf(packaged),
  };
  return [
    present,
    {
      ...present,
      title: `${own}, known device`,
      does: 'the same, for a client that has signed in before and shows its device token',
      isKnownDevice: true,
    },
    ...(entryOfBefore === null ? [] : [before(entryOfBefore)]),
    peer(
      'lib-dynamodb',
      'lib-dynamodb',
      'no framework; user, and counters of attempts, in DynamoDB; secret in the environment',
    ),
    peer('express + passport', 'express-passport', 'the same behind Express 5 and passport-local'),
    peer(
      'better-auth',
      'better-auth',
      '`better-auth/minimal` with its username plugin, one user in memory, no database; it opens a session',
    ),
    peer('fastify', 'fastify', 'one user in memory, no database'),
    peer('hono', 'hono', 'one user in memory, no database'),
    peer('bare Node', 'bare-node', 'answers 200 and does nothing'),
  ];
}
