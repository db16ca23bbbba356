import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export const test = {
  // Left to itself vitest leaves one of two processors idle.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  include: ['test/**/*.test.ts'],
  exclude: ['test/slow/**', 'test/journeys/pages/**'],
  globalSetup: ['test/postgres-server.ts'],
  setupFiles: ['test/fixed-seed.ts'],
  testTimeout: 120_000,
  hookTimeout: 120_000,
};

export default defineConfig({ test });
