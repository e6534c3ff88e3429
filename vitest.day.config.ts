import { defineConfig } from 'vitest/config';

/** A day in the life of an operator, from the installation on: `npm run test:day`. */
export default defineConfig({
  test: {
    include: ['tests/day/**/*.day.ts'],
    // Each step needs those before it.
    bail: 1,
    // An installation from the registry and its removal, and two tables of 10,000 users: on a busy machine, minutes.
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
