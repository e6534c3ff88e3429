import { configDefaults, defineConfig } from 'vitest/config';

/** Tests with processes of their own, or on the running laptop. */
const withProcesses = [
  'tests/{deploy,dev,events,http,parallel}/**/*.test.ts',
  'tests/cli/at-a-terminal.test.ts',
  'tests/cli/import/resume.test.ts',
];

export default defineConfig({
  test: {
    globalSetup: ['tests/support/compile-cache.ts', 'tests/support/packaged-template.ts'],
    // The files share their modules, which saves a third of the time: no file may leave state in one.
    isolate: false,
    setupFiles: ['tests/support/own-environment.ts'],
    // Long, because they only end what hangs: a busy machine is many times slower than an idle one.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'processes',
          include: withProcesses,
          // Each has processes of its own, which take a core of a small machine.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          globalSetup: ['tests/support/running-laptop.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'in-process',
          // Many wait for time-outs, so two cores are enough for one more worker.
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
          include: ['tests/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...withProcesses],
        },
      },
    ],
  },
});
