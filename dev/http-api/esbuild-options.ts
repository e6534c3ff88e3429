/** The options of esbuild that are in `custom.esbuild` of `serverless.yml`. */
import type { BuildOptions } from 'esbuild';

/** They, without those of serverless-esbuild. The result is one file, in memory. */
export function esbuildOptionsOf(options: Readonly<Record<string, unknown>>) {
  const { outputFileExtension: _, outputWorkFolder: __, exclude, ...own } = options;
  const rest = { platform: 'node', write: false, metafile: true } as const satisfies BuildOptions;
  // The framework has read a list there.
  return { ...own, external: exclude as string[], ...rest };
}
