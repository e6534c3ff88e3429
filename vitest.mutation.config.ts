import { defineConfig } from 'vitest/config';

/** The tests that mutants are run against: those of `lib/` that are quick. */
export default defineConfig({
  test: {
    include: ['tests/*.test.ts'],
    exclude: [
      'tests/exactness.test.ts',
      'tests/database-trouble.test.ts',
      'tests/template.test.ts',
      'tests/events.test.ts',
      'tests/request.test.ts',
    ],
    globalSetup: ['tests/support/packaged.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
