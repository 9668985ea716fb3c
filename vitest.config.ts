import { defineConfig } from 'vitest/config';

/**
 * Tests that put load on something want the machine to themselves: they come after the others, one file at a time. What beside them is reckoned alone is
 * named, and runs with the others.
 */
const underLoad = [
  'test/e2e/**/*.test.ts',
  'test/engine/!(autocannon-parts|k6-binary|k6-texts).test.ts',
  'test/target/!(editors|recent-tally|sized|stage|throttle|vpn-sessions).test.ts',
];

const common = { testTimeout: 60_000, hookTimeout: 300_000 };

/** The tests of every change: units, contracts, and the main job end to end. Longer proofs are in vitest.long.config.ts. */
export default defineConfig({
  test: {
    globalSetup: ['test/setup/build.ts'],
    projects: [
      {
        test: {
          ...common,
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/long/**', ...underLoad],
          // One for each core: left to itself vitest keeps one free, and a pipeline has two.
          maxWorkers: '100%',
        },
      },
      {
        test: {
          ...common,
          name: 'load',
          include: underLoad,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
