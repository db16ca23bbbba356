import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/slow/**/*.test.ts'],
    globalSetup: ['test/postgres-server.ts'],
    testTimeout: 1_800_000,
    hookTimeout: 1_800_000,
  },
});
