/** What `serverless package` makes of this checkout, for what is measured. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import JSZip from 'jszip';
import type { Resources } from '../../dev/embedded-dynamodb.ts';
import { runServerless } from '../../tests/support/serverless-command.ts';

/** The resources of the template, `custom.esbuild`, the code, and the bytes of the zip that it comes in. */
export interface Packaged {
  readonly resources: Resources;
  readonly esbuild: Readonly<Record<string, unknown>>;
  readonly code: string;
  readonly zipBytes: number;
}

/** Packages for staging. */
export async function packageFunction(): Promise<Packaged> {
  const folder = await mkdtemp(join(tmpdir(), 'signin-bench-'));
  try {
    await runServerless(['package', '--stage', 'staging', '--package', folder]);
    // The framework wrote both.
    const read = async (name: string) => JSON.parse(await readFile(join(folder, name), 'utf8')) as unknown;
    const template = (await read('cloudformation-template-update-stack.json')) as { Resources: Resources };
    const state = (await read('serverless-state.json')) as {
      service: { custom: { esbuild: Readonly<Record<string, unknown>> } };
    };
    const zip = await readFile(join(folder, 'signin.zip'));
    const code = await (await JSZip.loadAsync(zip)).file('handlers/auth.mjs')?.async('string');
    if (code === undefined) throw new Error('The zip has no handlers/auth.mjs');
    const { esbuild } = state.service.custom;
    return { resources: template.Resources, esbuild, code, zipBytes: zip.length };
  } finally {
    await rm(folder, { recursive: true });
  }
}
