import { defineConfig } from 'vitest/config';

/** Proofs that take minutes: whole rehearsals, kills in mid-run, fuzzing, soaks. One file at a time: each wants the machine. */
export default defineConfig({
  test: {
    include: ['test/long/**/*.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 300_000,
    fileParallelism: false,
    globalSetup: ['test/setup/build.ts'],
  },
});
