import { defineConfig } from 'vitest/config';
import { test } from './vitest.config.ts';

/** The journeys in a real browser, which take about as long as all other tests together. */
export default defineConfig({ test: { ...test, include: ['test/journeys/pages/**/*.test.ts'], exclude: [] } });
