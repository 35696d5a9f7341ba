import { defineConfig } from 'vitest/config';

/** Tests that mostly decide and leave nothing behind in their process: loading all contracts for each file would cost more than they do. */
const PURE = ['services/*/src/**/*.test.ts', 'packages/domain/src/**/*.test.ts'];

export default defineConfig({
  test: {
    globalSetup: ['infra/local/src/vitest-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Files share nothing but the servers, and nothing in them is timed.
    maxWorkers: 2,
    pool: 'forks',
    projects: [
      { extends: true, test: { name: 'pure', include: PURE, isolate: false } },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['packages/*/src/**/*.test.ts', 'infra/local/src/**/*.test.ts', 'test/src/**/*.test.ts'],
          exclude: PURE,
        },
      },
    ],
  },
});
