import { defineConfig } from 'vitest/config';

/** The tests that talk to a database, on another DynamoDB than the embedded one: `npm run test:other-dynamodb`. */
export default defineConfig({
  test: {
    include: [
      'tests/{handlers,models,parallel,cost}/*.test.ts',
      'tests/handlers/http/access-token-required.test.ts',
      'tests/handlers/lambda/{event-kind,failure}.test.ts',
      'tests/lib/{rate-limit,sessions,use-cases}/*.test.ts',
      'tests/lib/users/{account-state,user-item}.test.ts',
      'tests/events/sample-events.test.ts',
      // Without those in which the database itself is not the point, and time is.
      'tests/faults/{after,broken,clock,counter,dead}-*.test.ts',
    ],
    globalSetup: ['tests/support/packaged-template.ts', 'tests/support/other-dynamodb.ts'],
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
