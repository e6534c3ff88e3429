/** The function's code as a deployment has it: one file that esbuild makes, kept in memory, and built again after an edit. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { build, stop } from 'esbuild';
import { esbuildOptionsOf } from './esbuild-options.ts';

/** The code of the function at one moment. After an edit that changes it there is another one. */
export interface FunctionBundle {
  readonly code: string;
}

/** A file that was modified this shortly before a build may have been modified after esbuild read it. */
const fileTimeGrainMs = 50;

/** Tells whether a file was edited: its time and size, or nothing where it is gone. */
function stampOf(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats === undefined ? '' : `${stats.mtimeMs} ${stats.size}`;
}

/**
 * The bundle of a module without its extension, such as `handlers/auth`.
 * @param options `custom.esbuild` of `serverless.yml`, so that the laptop runs what a deployment does
 * @returns the latest bundle, each time; it throws if the code cannot be bundled, with the reason on the standard error
 */
export function createFunctionBundle(
  folder: string,
  module: string,
  options: Readonly<Record<string, unknown>>,
): () => Promise<FunctionBundle> {
  let bundle: FunctionBundle = { code: '' };
  let stamps: ReadonlyMap<string, string> | null = null;
  let latest: Promise<unknown> = Promise.resolve();

  const isFresh = () =>
    stamps !== null && Array.from(stamps).every(([file, stamp]) => stampOf(file) === stamp);

  async function make() {
    try {
      return await build({
        ...esbuildOptionsOf(options),
        absWorkingDir: folder,
        entryPoints: [`${module}.ts`],
        logLevel: 'error',
      });
    } finally {
      // Otherwise esbuild's own process stays, with 80 MB.
      await stop();
    }
  }

  async function update(): Promise<FunctionBundle> {
    if (isFresh()) return bundle;
    stamps = null;
    const beganAtEpochMs = Date.now();
    const { outputFiles, metafile } = await make();
    // Packages are left out: there are hundreds of files, and nobody edits them.
    const sources = Object.keys(metafile.inputs).filter(input => !input.startsWith('node_modules/'));
    const isOlder = (file: string) =>
      (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) < beganAtEpochMs - fileTimeGrainMs;
    const files = sources.map(source => join(folder, source));
    const code = outputFiles[0]?.text ?? '';
    if (code !== bundle.code) bundle = { code };
    stamps = new Map(files.map(file => [file, isOlder(file) ? stampOf(file) : 'to be built again']));
    return bundle;
  }

  return () => {
    // One after the other, because a request during a build may come after another edit.
    const turn = latest.then(update, update);
    latest = turn;
    return turn;
  };
}
