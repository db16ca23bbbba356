/** Medians, what runs come to, and what contradicts what. */
import { describe, expect, it } from 'vitest';
import { medianOf, spreadOver } from '../../bench/median.ts';
import { findingsOf, isConsistent } from '../../bench/results/findings.ts';
import { gapOf, summaryOf } from '../../bench/results/summary.ts';
import { caseOf, run, stoppedRun } from './made-results.ts';

const PEER = { name: 'cbc', formulation: 'cycle formulation', cpuSeconds: 1, columns: 9 } as const;

describe('figures of several runs', () => {
  it('have a median between least and most', () => {
    expect(medianOf([3, 1, 2])).toBe(2);
    expect(medianOf([4, 1, 2, 3])).toBe(2.5);
    expect(spreadOver([5, 1, 3])).toEqual({ median: 3, least: 1, most: 5 });
  });

  it('are times only where every run was proved', () => {
    expect(summaryOf({ runs: [run(64, 3), run(64, 1), run(64, 2)] })).toMatchObject({
      status: 'optimal',
      solvingCpuSeconds: { median: 2, least: 1, most: 3 },
    });
    expect(summaryOf({ runs: [run(64, 3), stoppedRun(64, 40, 50)] }).status).toBe('interrupted');
    const failed = { status: 'failed', reason: 'out of memory' } as const;
    expect(summaryOf({ runs: [stoppedRun(64, 40, 50), failed] })).toEqual(failed);
  });

  it('have a gap where a criterion is open', () => {
    expect(gapOf(run(64, 1).criteria)).toBeNull();
    expect(gapOf(stoppedRun(64, 40, 50).criteria)).toMatchObject({ value: 40, bound: 50, share: 0.2 });
  });
});

describe('values', () => {
  const open = [
    { id: 'transplants', value: 10, bound: 10 },
    { id: 'three-way', value: 5, bound: 3 },
    { id: 'score', value: 7, bound: 7 },
  ] as const;

  it('are consistent where the optimum lies between value and bound', () => {
    expect(isConsistent(open, [10, 4, 99])).toBe(true);
    expect(isConsistent(open, [10])).toBe(true);
    expect(isConsistent(open, [11, 4, 99])).toBe(false);
    // Three-way exchanges are made few.
    expect(isConsistent(open, [10, 6, 99])).toBe(false);
    expect(isConsistent(open, [10, 2, 99])).toBe(false);
    expect(isConsistent(run(64, 1).criteria, [47])).toBe(false);
  });

  it('that contradict are said, whoever has them', () => {
    const other = run(64, 1, { criteria: [{ id: 'recipients', value: 45, bound: 45 }] });
    expect(findingsOf([caseOf(64, [run(64, 1)], { known: [46] })])).toEqual([]);
    expect(findingsOf([caseOf(64, [run(64, 1)], { known: [47] })])).toEqual([
      'saidman, saidman 64/6, K 3, L 6: DISAGREEMENT: 46, but known is 47',
    ]);
    expect(findingsOf([caseOf(64, [run(64, 1), other])])).toHaveLength(1);
    expect(findingsOf([caseOf(64, [stoppedRun(64, 40, 45)], { known: [46] })])).toHaveLength(1);
    const peers = [{ ...PEER, status: 'optimal' as const, values: [47] }];
    expect(findingsOf([caseOf(64, [run(64, 1)], { peers })])).toHaveLength(1);
  });

  it('of a peer that was stopped are compared as far as they go', () => {
    const peers = [{ ...PEER, status: 'stopped' as const, values: [] }];
    expect(findingsOf([caseOf(64, [run(64, 1)], { peers })])).toEqual([]);
  });

  it('do not hide a failure', () => {
    const runs = [{ status: 'failed', reason: 'exit code 1' } as const];
    expect(findingsOf([caseOf(64, runs)])).toEqual(['saidman, saidman 64/6, K 3, L 6: a run failed: exit code 1']);
  });
});
