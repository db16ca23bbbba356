import { afterEach, describe, expect, it, vi } from 'vitest';
import { lkss } from './run-lkss.ts';

describe('lkss worker', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('is refused where the store is in a folder', () => {
    vi.stubEnv('LKSS_DATABASE_URL', '');
    const { exitCode, err } = lkss('worker');
    expect(exitCode).toBe(2);
    expect(err).toMatch(/^LKSS_DATABASE_URL: expected the URL of a database.*needs no workers\n$/);
  });

  it('is the only one to solve where the service is told not to, which it needs a database for', () => {
    vi.stubEnv('LKSS_DATABASE_URL', '');
    vi.stubEnv('LKSS_SOLVE_HERE', 'no');
    const { exitCode, err } = lkss('serve', '--store', 'never-made');
    expect(exitCode).toBe(2);
    expect(err).toMatch(/^LKSS_SOLVE_HERE: /);
    vi.stubEnv('LKSS_SOLVE_HERE', 'perhaps');
    expect(lkss('serve', '--store', 'never-made').err).toBe('LKSS_SOLVE_HERE: expected yes or no\n');
  });
});
