/** A result beside an earlier one. */
import { describe, expect, it } from 'vitest';
import { comparisonOf, measuredOf } from '../../bench/results/against.ts';
import { comparisonLines, summaryLine } from '../../bench/report/comparison-text.ts';
import { caseOf, resultsOf, run, stoppedRun } from './made-results.ts';
import { mostRecipients } from '../../bench/suites/catalogue.ts';

describe('the rule', () => {
  it('calls slower only what lies beyond the spread of both and beyond a tenth', () => {
    expect(measuredOf([12, 13], [9, 10])).toMatchObject({ change: 'slower' });
    expect(measuredOf([9, 10], [12, 13])).toMatchObject({ change: 'faster' });
    // One of the earlier runs took as long.
    expect(measuredOf([12, 13], [9, 12])).toMatchObject({ change: 'alike' });
    // Apart, but by less than a tenth.
    expect(measuredOf([10.5, 10.6], [10, 10.1])).toMatchObject({ change: 'alike' });
    expect(measuredOf([20], [10, 11])).toMatchObject({ change: 'unsure' });
    expect(measuredOf([10.5], [10])).toMatchObject({ change: 'alike' });
    expect(measuredOf([3, 3], [1, 2]).ratio).toBe(2);
  });
});

describe('a comparison', () => {
  const earlier = resultsOf(
    caseOf(64, [run(64, 1), run(64, 1.1)]),
    caseOf(128, [run(128, 1)]),
    caseOf(256, [run(256, 1)]),
  );

  it('goes pair by pair, with what is new and what is missing', () => {
    const slower = [run(64, 2, { peakMemoryBytes: 300e6 }), run(64, 2.1, { peakMemoryBytes: 310e6 })];
    const later = resultsOf(caseOf(64, slower), caseOf(256, [stoppedRun(256, 40, 50)]), caseOf(512, [run(512, 1)]));
    const comparison = comparisonOf(later, earlier);
    expect(comparison.pairs).toMatchObject([
      { name: 'saidman 64/6, K 3, L 6', status: 'both', time: { change: 'slower' }, memory: { change: 'slower' } },
      { name: 'saidman 256/26, K 3, L 6', status: 'stopped', time: { ratio: null } },
    ]);
    expect(comparison.added).toEqual(['saidman, saidman 512/51, K 3, L 6']);
    expect(comparison.missing).toEqual(['saidman, saidman 128/13, K 3, L 6']);
    expect(comparison.contradictions).toEqual([]);
    expect(summaryLine(comparison)).toBe('2 pairs: 2 slower, 0 faster, 1 larger; 1 new, 1 missing; no value changed.');
    const text = comparisonLines(comparison).join('\n');
    expect(text).toContain('| saidman | saidman 64/6, K 3, L 6 | 2 | **slower** | 2 | **larger** |');
    expect(text).toContain('no longer proved');
  });

  it('pairs nothing under other rules', () => {
    const later = resultsOf(caseOf(64, [run(64, 1)], { rules: mostRecipients(3, 3) }));
    expect(comparisonOf(later, earlier).pairs).toEqual([]);
  });

  it('says loudly that a value changed, also where one side was stopped', () => {
    const other = run(64, 1, { criteria: [{ id: 'recipients', value: 45, bound: 45 }] });
    const contradictionsOf = (changed: typeof other): readonly string[] =>
      comparisonOf(resultsOf(caseOf(64, [changed])), earlier).contradictions;
    expect(contradictionsOf(other)).toEqual(['saidman, saidman 64/6, K 3, L 6: VALUES CHANGED from 46 to 45']);
    expect(contradictionsOf(stoppedRun(64, 40, 45))).toHaveLength(1);
    expect(contradictionsOf(stoppedRun(64, 40, 50))).toEqual([]);
  });
});
