import { defineConfig } from 'vitest/config';

/** The tests of every change: units, contracts, and the main job end to end. Longer proofs are in vitest.long.config.ts. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/long/**'],
    testTimeout: 60_000,
    hookTimeout: 300_000,
    globalSetup: ['test/setup/build.ts'],
  },
});
