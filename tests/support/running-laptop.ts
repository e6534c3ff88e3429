/** A running API as `npm start` starts it, once for all tests over HTTP. */
import { once } from 'node:events';
import type { TestProject } from 'vitest/node';
import { startLaptop } from './serverless-command.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    apiUrl: string;
    databaseUrl: string;
    greeting: string;
  }
}

/** Starts the API with more settings, and returns the function that ends it. */
export async function provideLaptop(
  project: TestProject,
  settings: Record<string, string>,
): Promise<() => Promise<void>> {
  // All tests come from one network.
  const laptop = await startLaptop({ NETWORK_MAX_ATTEMPTS: '1000000', ...settings });
  project.provide('apiUrl', laptop.url);
  project.provide('databaseUrl', laptop.database);
  project.provide('greeting', laptop.greeting);

  return async () => {
    laptop.process.kill('SIGINT');
    await once(laptop.process, 'close');
  };
}

/** Starts the API, and returns the function that ends it. */
export const setup = (project: TestProject): Promise<() => Promise<void>> => provideLaptop(project, {});
