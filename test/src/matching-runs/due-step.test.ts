import { describe, expect, it, test } from 'vitest';
import { plannedRunOf } from '../../../src/matching-runs/calendar.ts';
import { nextStepOf, stepToOpen, type RunFacts } from '../../../src/matching-runs/due-step.ts';

const PLANNED = plannedRunOf('2026-Q4');
const OPENED: RunFacts = {
  runId: 'r1',
  quarter: '2026-Q4',
  runDate: '2026-10-16',
  isLocked: false,
  outcome: null,
  verdict: null,
  approvals: 0,
};
const LOCKED = { ...OPENED, isLocked: true };
const SOLVED = { ...LOCKED, outcome: 'optimal' } as const;
const CHECKED = { ...SOLVED, verdict: 'accepted' } as const;

describe('the next step of a run', () => {
  test.each<[string, RunFacts, string, string]>([
    ['opened', OPENED, 'lock', '2026-10-09'],
    ['locked', LOCKED, 'solve', '2026-10-16'],
    ['interrupted', { ...LOCKED, outcome: 'interrupted' }, 'solve', '2026-10-16'],
    ['failed', { ...LOCKED, outcome: 'failed' }, 'solve', '2026-10-16'],
    ['solved', SOLVED, 'check', '2026-10-16'],
    ['refused by the checker', { ...SOLVED, verdict: 'refused', approvals: 2 }, 'solve', '2026-10-16'],
    ['checked', CHECKED, 'release', '2026-10-16'],
    ['approved by one', { ...CHECKED, approvals: 1 }, 'release', '2026-10-16'],
    ['released', { ...CHECKED, approvals: 2 }, 'close', '2026-12-25'],
  ])('%s', (_, facts, step, dueOn) =>
    expect(nextStepOf(facts, PLANNED)).toEqual({ quarter: '2026-Q4', runId: 'r1', step, dueOn }),
  );

  it('is opening, before it is opened', () => {
    expect(stepToOpen(PLANNED)).toEqual({ quarter: '2026-Q4', runId: null, step: 'open', dueOn: '2026-07-08' });
  });
});
