import { expect, it } from 'vitest';
import { earliestDay, possibleOutcomes } from '../../../src/outcomes/possible-outcomes.ts';
import type { TransplantFacts } from '../../../src/sign-off/transplant-status.ts';
import { ended, STATES } from '../sign-off/transplant-states.ts';

/** Of the day of surgery in the made-up states. */
const DAY = '2026-10-20';
const BOTH = ['transplanted', 'not-transplanted'];
const stateNamed = (name: string): TransplantFacts => STATES.find(([of]) => of === name)![1];
const scheduled = stateNamed('scheduled');

/** What of each state can be recorded on the day, where the other transplant of the exchange is scheduled too. */
const ON_THE_DAY: Readonly<Record<string, readonly string[]>> = {
  scheduled: BOTH,
  'scheduled before the data changed': BOTH,
  transplanted: BOTH,
  'transplanted, the recipient left out of a later import': BOTH,
  'not transplanted': BOTH,
  'transplanted, which was a mistake': BOTH,
  'not transplanted, which was a mistake': BOTH,
};

it.each(STATES)('%s: every outcome can be recorded or not as the table says', (name, facts) => {
  const expected = ON_THE_DAY[name] ?? [];
  expect(possibleOutcomes([facts, scheduled], facts, DAY)).toEqual(expected);
  expect(possibleOutcomes([facts, scheduled], facts, '2026-10-19')).toEqual([]);
});

it('nothing is recorded of an exchange that was stopped before the day; stopped on it, what happened is', () => {
  const failed = stateNamed('declined for the donor');
  const on = (decidedAt: string) => ({
    ...failed,
    decisions: failed.decisions.map((decision) => ({ ...decision, decidedAt })),
  });
  expect(possibleOutcomes([scheduled, on('2026-10-19T22:59:00.000Z')], scheduled, DAY)).toEqual([]);
  expect(possibleOutcomes([scheduled, on('2026-10-20T08:00:00.000Z')], scheduled, DAY)).toEqual(BOTH);
  const notMade = ended(scheduled, 'not-transplanted');
  expect(possibleOutcomes([scheduled, notMade], scheduled, DAY)).toEqual(BOTH);
});

it('once another donor has given, that a transplant is not made is recorded at any time, scheduled or not', () => {
  const given = ended(scheduled, 'transplanted');
  for (const name of ['proposed', 'accepted', 'approved']) {
    const facts = stateNamed(name);
    expect(possibleOutcomes([facts, given], facts, DAY), name).toEqual(['not-transplanted']);
  }
  const later = {
    ...scheduled,
    decisions: scheduled.decisions.map((row) => (row.kind === 'surgery' ? { ...row, onDate: '2026-10-25' } : row)),
  };
  expect(possibleOutcomes([later, given], later, DAY)).toEqual(['not-transplanted']);
  expect(possibleOutcomes([later, given], later, '2026-10-25')).toEqual(BOTH);
  expect(earliestDay('not-transplanted', [later, given], later)).toBe(DAY);
});
