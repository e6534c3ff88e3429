/** Bundles a variant: without the work of the hash, which is what is measured, and with it, to see that it is right. */
import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import type { Variant } from './variants.ts';

/** A variant's bundles. */
export interface Bundle {
  readonly file: string;
  readonly bytes: number;
  readonly fileWithHash: string;
}

/** In the place of bcryptjs, and of nothing else. */
const noHash = { bcryptjs: './bench/peers/no-hash.js' };

/** Makes both in the folder, under the given name. */
export async function bundleVariant(
  { entry, options }: Variant,
  folder: string,
  name: string,
): Promise<Bundle> {
  const extension = options.format === 'cjs' ? 'cjs' : 'mjs';
  const make = async (outfile: string, alias: BuildOptions['alias'] = {}) => {
    await build({
      platform: 'node',
      target: 'node24',
      bundle: true,
      minify: true,
      ...options,
      alias: { ...options.alias, ...alias },
      // For the code before, which is outside of the checkout, and has a package that only the peers still have.
      nodePaths: [resolve('node_modules'), resolve('bench/peers/node_modules')],
      entryPoints: [entry],
      outfile,
      write: true,
      logLevel: 'error',
    });
    return outfile;
  };
  const file = await make(join(folder, `${name}.${extension}`), noHash);
  const fileWithHash = await make(join(folder, `${name}-with-hash.${extension}`));
  return { file, bytes: statSync(file).size, fileWithHash };
}
