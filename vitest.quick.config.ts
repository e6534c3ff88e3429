import { defineConfig } from 'vitest/config';

/** The tests that need no process of their own and no time: `npm run test:quick`. */
export default defineConfig({
  test: {
    include: ['tests/{lib,handlers,examples,template,cost}/**/*.test.ts'],
    globalSetup: ['tests/support/packaged-template.ts'],
    maxWorkers: 2,
    // The files share their modules, which saves a third of the time: no file may leave state in one.
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
