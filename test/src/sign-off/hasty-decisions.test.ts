import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decidingHabits,
  DECISIONS_MIN,
  READ_SECONDS_MIN,
  type TakenDecision,
} from '../../../src/sign-off/hasty-decisions.ts';

const quick = (by: string, more: Partial<TakenDecision> = {}): TakenDecision => ({
  by,
  centre: 'RJ1',
  isYes: true,
  readSeconds: 4,
  ...more,
});
const times = <Value>(count: number, value: Value): Value[] => Array.from({ length: count }, () => value);
const hasty = (taken: readonly TakenDecision[]): string[] =>
  decidingHabits(taken)
    .filter(({ isHasty }) => isHasty)
    .map(({ of, id }) => `${of} ${id}`);

describe('who agrees to everything within seconds', () => {
  it('is found, as a person and as a centre', () => {
    expect(hasty(times(DECISIONS_MIN, quick('cora')))).toEqual(['person cora', 'centre RJ1']);
  });

  it.each([
    ['with one refusal', [...times(20, quick('cora')), quick('cora', { isYes: false })]],
    ['with too few decisions', times(DECISIONS_MIN - 1, quick('cora'))],
    ['with half a minute as the median', times(9, quick('cora', { readSeconds: READ_SECONDS_MIN }))],
  ])('is nobody %s', (_, taken) => {
    expect(hasty(taken)).toEqual([]);
  });

  it('has a median: one long reading hides no habit, and half of them do', () => {
    const long = quick('cora', { readSeconds: 86_400 });
    expect(hasty([long, ...times(DECISIONS_MIN, quick('cora'))])).toHaveLength(2);
    expect(hasty([...times(6, long), ...times(6, quick('cora', { readSeconds: 0 }))])).toEqual([]);
  });

  it('counts what was never read as read for no time, and says how often', () => {
    const [person] = decidingHabits(times(DECISIONS_MIN, quick('cora', { readSeconds: null })));
    expect(person).toMatchObject({ unread: DECISIONS_MIN, readSecondsMedian: 0, isHasty: true });
  });

  it('puts nobody’s decisions to another, and none of the scheme’s to a centre', () => {
    const decision = fc.record({
      by: fc.constantFrom('ada', 'ben', 'cora'),
      centre: fc.constantFrom('RJ1', 'RRK', null),
      isYes: fc.boolean(),
      readSeconds: fc.option(fc.integer({ min: 0, max: 100 })),
    });
    fc.assert(
      fc.property(fc.array(decision), (taken) => {
        const habits = decidingHabits(taken);
        for (const { of, id, decisions, agreed, readSecondsMedian } of habits) {
          const own = taken.filter(({ by, centre }) => (of === 'person' ? by : centre) === id);
          expect([decisions, agreed]).toEqual([own.length, own.filter(({ isYes }) => isYes).length]);
          const seconds = own.map(({ readSeconds }) => readSeconds ?? 0);
          expect(seconds.filter((value) => value <= readSecondsMedian).length * 2).toBeGreaterThanOrEqual(own.length);
          expect(seconds.filter((value) => value >= readSecondsMedian).length * 2).toBeGreaterThanOrEqual(own.length);
        }
        const counted = (kind: string) =>
          habits.filter(({ of }) => of === kind).reduce((sum, { decisions }) => sum + decisions, 0);
        expect(counted('person')).toBe(taken.length);
        expect(counted('centre')).toBe(taken.filter(({ centre }) => centre !== null).length);
      }),
    );
  });
});
