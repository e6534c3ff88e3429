import { readFileSync, statSync } from 'node:fs';
import { build } from 'esbuild';
import JSZip from 'jszip';
import { describe, expect, inject, it } from 'vitest';
import { esbuildOptionsOf } from '../../dev/http-api/esbuild-options.ts';

/** More of it makes every start slower. */
const zipMaxBytes = 130_000;

/** What the zip had when this was last looked at. At 5 % more the test asks what has grown. */
const zipBytes = 109_500;

const packageFile = inject('packageFile');

/** Packages and rooms, the largest first, such as `@smithy/core 122 kB`: in the bundle, before it is compressed. */
async function largestParts(): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: ['handlers/auth.ts'],
    ...esbuildOptionsOf(inject('esbuildOptions')),
  });
  const bytes = new Map<string, number>();
  for (const [file, { bytesInOutput }] of Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs),
  )) {
    const part =
      /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? file.split('/').slice(0, 2).join('/');
    bytes.set(part, (bytes.get(part) ?? 0) + bytesInOutput);
  }
  const largest = [...bytes].toSorted(([, one], [, other]) => other - one).slice(0, 5);
  return largest.map(([part, size]) => `${part} ${Math.round(size / 1000)} kB`);
}

describe('the zip that Lambda gets', () => {
  it('holds one file, which Lambda waits for before the first request', async () => {
    const { files } = await JSZip.loadAsync(readFileSync(packageFile));
    expect(Object.keys(files)).toEqual(['handlers/auth.mjs']);
  });

  it('is small, and has not grown unnoticed', async () => {
    const { size } = statSync(packageFile);
    const limit = Math.min(zipMaxBytes, zipBytes * 1.05);
    const parts = size > limit ? `The largest parts: ${(await largestParts()).join(', ')}` : '';
    expect(size, parts).toBeLessThanOrEqual(limit);
  });
});
