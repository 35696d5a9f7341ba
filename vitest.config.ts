import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'services/*/src/**/*.test.ts', 'infra/local/src/**/*.test.ts', 'test/src/**/*.test.ts'],
    globalSetup: ['infra/local/src/vitest-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Files share nothing but the servers, and nothing in them is timed.
    maxWorkers: 2,
    pool: 'forks',
  },
});
