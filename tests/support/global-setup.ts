/** Once for all tests: what `serverless package` makes, and a running API as `npm start` starts it. */
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import type { Resources } from '../../dev/database.ts';
import { runServerless, startLaptop } from './serverless.ts';

/** The CloudFormation template of a deployment. */
export interface Template {
  readonly Resources: Resources;
}

declare module 'vitest' {
  export interface ProvidedContext {
    template: Template;
    templateText: string;
    apiUrl: string;
    databaseUrl: string;
    greeting: string;
  }
}

/** The secret of the running API; tests verify tokens with it. Random, so that none stands in the repository. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'signin-package-'));
  const packaged = await runServerless(['package', '--stage', 'staging', '--package', folder]);
  if (packaged.exitCode !== 0) throw new Error(packaged.stdout + packaged.stderr);
  const templateText = await readFile(join(folder, 'cloudformation-template-update-stack.json'), 'utf8');
  project.provide('templateText', templateText);
  // The framework wrote it; template.test.ts looks at what is in it.
  project.provide('template', JSON.parse(templateText) as Template);

  // Cost 10 is the lowest that the settings take; all tests come from one network.
  const laptop = await startLaptop({ BCRYPT_COST: '10', NETWORK_MAX_ATTEMPTS: '1000000' });
  project.provide('apiUrl', laptop.url);
  project.provide('databaseUrl', laptop.database);
  project.provide('greeting', laptop.greeting);

  return async () => {
    laptop.process.kill('SIGINT');
    await once(laptop.process, 'close');
    await rm(folder, { recursive: true });
    await rm('.esbuild', { recursive: true, force: true });
  };
}
