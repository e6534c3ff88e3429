import { defineConfig } from 'vitest/config';

/** The tests that talk to a database, on another DynamoDB than the embedded one: `npm run test:other-dynamodb`. */
export default defineConfig({
  test: {
    include: [
      'tests/{handlers,models,parallel,cost}/*.test.ts',
      'tests/lib/{rate-limit,sessions,use-cases}/*.test.ts',
      'tests/lib/users/{account-state,user-item}.test.ts',
      'tests/faults/{after-a-right-password,broken-items,counter-items-that-change,clock-that-jumps}.test.ts',
    ],
    globalSetup: ['tests/support/packaged-template.ts', 'tests/support/other-dynamodb.ts'],
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
