import { describe, expect, it } from 'vitest';
import { plannedRunOf } from '../../../src/matching-runs/calendar.ts';
import { nextStepOf, stepToOpen } from '../../../src/matching-runs/due-step.ts';
import { STATES } from './run-states.ts';

const PLANNED = plannedRunOf('2026-Q4');
const STEPS: Readonly<Record<string, readonly [step: string, dueOn: string]>> = {
  open: ['lock', '2026-10-09'],
  locked: ['solve', '2026-10-14'],
  solving: ['solve', '2026-10-14'],
  solved: ['check', '2026-10-14'],
  checked: ['release', '2026-10-14'],
  released: ['close', '2026-12-25'],
};

describe('the next step of a run', () => {
  for (const [name, facts, status] of STATES) {
    it(`${name}: ${STEPS[status]?.[0] ?? 'none'}`, () => {
      const step = nextStepOf(facts, PLANNED);
      if (status === 'closed') {
        expect(step).toBeNull();
        return;
      }
      const [expected, dueOn] = STEPS[status];
      expect(step).toEqual({ quarter: '2026-Q4', runId: 'r', step: expected, dueOn });
    });
  }

  it('is opening, before it is opened', () => {
    expect(stepToOpen(PLANNED)).toEqual({ quarter: '2026-Q4', runId: null, step: 'open', dueOn: '2026-07-08' });
  });
});
