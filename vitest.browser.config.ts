import { defineConfig } from 'vitest/config';

/** What a page can do in a real browser: `npm run test:browser`. */
export default defineConfig({
  test: {
    include: ['tests/browser/**/*.browser.ts'],
    globalSetup: ['tests/browser/lasting-blocks.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
