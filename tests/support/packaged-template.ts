/** The template and the zip that `serverless package` makes, once for all tests. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { runServerless } from './serverless-command.ts';

interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

/** The CloudFormation template of a deployment. */
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

/** What the framework writes beside it: the service as it has read it. */
interface State {
  readonly service: { readonly custom: { readonly esbuild: Readonly<Record<string, unknown>> } };
}

declare module 'vitest' {
  export interface ProvidedContext {
    template: Template;
    templateText: string;
    /** The zip that Lambda gets. */
    packageFile: string;
    /** `custom.esbuild` of `serverless.yml`. */
    esbuildOptions: Readonly<Record<string, unknown>>;
  }
}

/** Packages for staging, hands the tests the template and the zip, and returns what removes them. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'signin-package-'));
  const packaged = await runServerless(['package', '--stage', 'staging', '--package', folder]);
  if (packaged.exitCode !== 0) throw new Error(packaged.stdout + packaged.stderr);
  const templateText = await readFile(join(folder, 'cloudformation-template-update-stack.json'), 'utf8');
  project.provide('templateText', templateText);
  // The framework wrote it. tests/template/ checks what is in it.
  project.provide('template', JSON.parse(templateText) as Template);
  project.provide('packageFile', join(folder, 'signin.zip'));
  const state = await readFile(join(folder, 'serverless-state.json'), 'utf8');
  project.provide('esbuildOptions', (JSON.parse(state) as State).service.custom.esbuild);
  return () => rm(folder, { recursive: true });
}
