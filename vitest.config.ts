import { defineConfig } from 'vitest/config';

/**
 * Rehearsals of a small office: few people, and a clock that nobody hurries. One leaves most of a machine idle, so two run side by side, and nothing else
 * with them.
 */
const rehearsals = ['test/e2e/**/*.test.ts'];

/**
 * Tests that put load on something want the machine to themselves: they come last, one file at a time. What beside them is reckoned alone is named, and
 * runs with the others.
 */
const underLoad = [
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
          exclude: ['test/long/**', ...rehearsals, ...underLoad],
          // One for each core: left to itself vitest keeps one free, and a pipeline has two.
          maxWorkers: '100%',
        },
      },
      {
        test: {
          ...common,
          name: 'rehearsals',
          include: rehearsals,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...common,
          name: 'load',
          include: underLoad,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
