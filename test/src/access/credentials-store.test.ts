import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lockMsAfter } from '../../../src/access/credentials-store.ts';
import { HOUR_MS, MINUTE_MS } from '../../test-surroundings.ts';

describe('the time that failures lock an account', () => {
  it('is none for four, a minute for five, then doubles to an hour', () => {
    const minutes = Array.from({ length: 14 }, (_, failures) => lockMsAfter(failures) / MINUTE_MS);
    expect(minutes).toEqual([0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it('never shrinks, nor exceeds the hour, however often it failed', () => {
    assert(
      property(integer({ min: 5, max: 2_000_000_000 }), (failures) => {
        expect(lockMsAfter(failures)).toBeGreaterThanOrEqual(lockMsAfter(failures - 1));
        expect(lockMsAfter(failures)).toBeLessThanOrEqual(HOUR_MS);
      }),
    );
  });
});
