import { describe, expect, it } from 'vitest';
import type { WayName } from '../../../src/sign-off/repair/repair-basis.ts';
import { recommendedWay } from '../../../src/sign-off/repair/recommended-way.ts';
import type { WayOn } from '../../../src/sign-off/repair/repair-document.ts';

const ACCEPTED = ['crossmatch', 'donor-centre', 'recipient-centre'] as const;

/** `values`: effective two-ways, transplants, three-ways and score. */
function wayOf(way: WayName, kept: number, values: readonly (number | string)[], more: Partial<WayOn> = {}): WayOn {
  const ids = ['effective-two-way', 'transplants', 'three-way', 'score'] as const;
  return {
    way,
    coincides: [],
    criteria: ids.map((id, at) => ({ id, value: values[at], bound: values[at] })),
    isWithoutBackArcs: false,
    verdict: 'accepted',
    reasons: [],
    snapshotSha256: null,
    resultSha256: null,
    kept: Array.from({ length: kept }, (_, at) => `R${at}`),
    gained: [],
    lost: [],
    staying: [],
    proposals: [],
    ...more,
  };
}

const waiting = wayOf('next-run', 0, [0, 0, 0, '0.00000'], { verdict: null });
const same = wayOf('same-recipients', 2, [1, 2, 0, '100.00000']);

describe('the way that is recommended', () => {
  it('keeps most recipients, before all criteria', () => {
    const many = wayOf('uncommitted', 1, [3, 9, 0, '900.00000']);
    expect(recommendedWay([same, many, waiting])).toEqual({ way: 'same-recipients', by: 'recipients-kept' });
  });

  it('is then the best by the criteria in their order, three-ways as few as possible, scores by their number', () => {
    const more = wayOf('uncommitted', 2, [1, 3, 1, '9.00000']);
    expect(recommendedWay([same, more, waiting])).toEqual({ way: 'uncommitted', by: 'transplants' });
    const fewer = wayOf('embedded-1', 2, [1, 3, 0, '1.00000']);
    expect(recommendedWay([same, more, fewer, waiting])).toEqual({ way: 'embedded-1', by: 'three-way' });
    const scored = wayOf('alternate-1', 2, [1, 2, 0, '99.99999']);
    expect(recommendedWay([scored, same, waiting])).toEqual({ way: 'same-recipients', by: 'score' });
  });

  it('is then the one in which most that is accepted stays, then the first', () => {
    const staying = [{ donor: 'D1', recipient: 'R1', decisions: ACCEPTED }];
    const kept = wayOf('accepted-kept', 2, [1, 2, 0, '100.00000'], { staying });
    const partly = wayOf('embedded-1', 2, [1, 2, 0, '100.00000'], {
      staying: [{ donor: 'D1', recipient: 'R1', decisions: ['crossmatch'] }],
    });
    expect(recommendedWay([same, partly, kept, waiting])).toEqual({ way: 'accepted-kept', by: 'accepted-kept' });
    expect(recommendedWay([same, partly, waiting])).toEqual({ way: 'same-recipients', by: 'first' });
  });

  it('is never one that the checker refused', () => {
    const refused = wayOf('same-recipients', 3, [2, 3, 0, '1.00000'], { verdict: 'refused' });
    expect(recommendedWay([refused, waiting])).toEqual({ way: 'next-run', by: 'only' });
  });
});
