import { defineConfig } from 'vitest/config';

/** The tests that mutants are run against: those of `lib/` that are quick. */
export default defineConfig({
  test: {
    include: ['tests/{lib,handlers,models,faults,parallel,cost}/**/*.test.ts'],
    exclude: [
      'tests/parallel/parallel-guesses.test.ts',
      'tests/faults/every-database-call.test.ts',
      'tests/faults/random-bodies.test.ts',
    ],
    globalSetup: ['tests/support/packaged-template.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
