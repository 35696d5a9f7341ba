import { defineConfig } from 'vitest/config';

const limits = { testTimeout: 60_000, hookTimeout: 120_000, pool: 'forks' } as const;

/** The parts beside each other, two files at a time, then the whole network, one file after the other: each starts services of its own. */
export default defineConfig({
  test: {
    globalSetup: ['infra/local/src/vitest-setup.ts'],
    projects: [
      {
        test: {
          ...limits,
          name: 'parts',
          include: ['packages/*/src/**/*.test.ts', 'services/*/src/**/*.test.ts', 'infra/local/src/**/*.test.ts'],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: { ...limits, name: 'network', include: ['test/src/**/*.test.ts'], maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
