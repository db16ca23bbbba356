import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { isWorkingDay } from '../../../src/matching-runs/bank-holidays.ts';
import {
  CALENDAR_RULES,
  nextRuns,
  phaseOn,
  plannedRunOf,
  quarterAfter,
  quarterOf,
  readQuarter,
} from '../../../src/matching-runs/calendar.ts';
import { addDays, daysBetween } from '../../../src/registrations/calendar-date.ts';

const OCTOBER_2026 = {
  quarter: '2026-Q4',
  opensOn: '2026-07-08',
  cutOffOn: '2026-10-08',
  runOn: '2026-10-15',
  surgeryFrom: '2026-10-29',
  surgeryTo: '2026-12-24',
};

describe('quarters', () => {
  it('are read, and follow each other', () => {
    expect(['2026-Q4', '2026-Q5', '2026-q4', '26-Q4', '2026-Q4 '].map(readQuarter)).toEqual([
      '2026-Q4',
      ...Array<null>(4).fill(null),
    ]);
    expect([quarterAfter('2026-Q3'), quarterAfter('2026-Q4')]).toEqual(['2026-Q4', '2027-Q1']);
    expect(() => quarterAfter('2026')).toThrow('no quarter');
  });

  test.each([
    ['2026-01-01', '2026-Q1'],
    ['2026-03-31', '2026-Q1'],
    ['2026-04-01', '2026-Q2'],
    ['2026-09-30', '2026-Q3'],
    ['2026-12-31', '2026-Q4'],
  ])('%s lies in %s', (date, quarter) => expect(quarterOf(date)).toBe(quarter));
});

describe('a planned run', () => {
  it('has its dates', () => {
    expect(plannedRunOf('2026-Q4')).toEqual(OCTOBER_2026);
  });

  it('keeps clear of Easter, of the Twelfth and of weekends', () => {
    // Good Friday on the 15th, Easter Monday on the 18th.
    expect(plannedRunOf('2022-Q2')).toMatchObject({ runOn: '2022-04-19', cutOffOn: '2022-04-08' });
    // The 12th is a Sunday, kept in Northern Ireland on the 13th.
    expect(plannedRunOf('2026-Q3')).toMatchObject({ runOn: '2026-07-15', cutOffOn: '2026-07-07' });
    expect(plannedRunOf('2028-Q1').runOn).toBe('2028-01-17');
  });

  it('follows other rules where they are given', () => {
    const rules = { ...CALENDAR_RULES, runDayOfMonth: 1, cutOffWorkingDaysBefore: 1, surgeryWeeks: 8 };
    expect(plannedRunOf('2026-Q4', rules)).toEqual({
      quarter: '2026-Q4',
      opensOn: '2026-07-01',
      cutOffOn: '2026-09-30',
      runOn: '2026-10-01',
      surgeryFrom: '2026-10-15',
      surgeryTo: '2026-11-26',
    });
  });

  it('has its dates in order and on working days in every quarter from 2012 to 2040, and each day in one run', () => {
    let quarter = '2012-Q1';
    for (let count = 0; count < 29 * 4; count++) {
      const planned = plannedRunOf(quarter);
      const { opensOn, cutOffOn, runOn, surgeryFrom, surgeryTo } = planned;
      const dates = [opensOn, cutOffOn, runOn, surgeryFrom, surgeryTo];
      expect(dates).toEqual([...new Set(dates)].sort());
      expect(dates.slice(1).every(isWorkingDay)).toBe(true);
      expect(['01', '04', '07', '10']).toContain(runOn.slice(5, 7));
      expect(quarterOf(runOn)).toBe(quarter);
      expect(daysBetween(runOn, surgeryTo)).toBeLessThanOrEqual(70);
      expect(workingDaysBetween(cutOffOn, runOn)).toBe(5);
      const following = plannedRunOf(quarterAfter(quarter));
      expect(following.opensOn).toBe(addDays(cutOffOn, 1));
      // Whose exchange came to nothing is free again before the next cut-off.
      expect(surgeryTo < following.cutOffOn).toBe(true);
      quarter = quarterAfter(quarter);
    }
    expect(quarter).toBe('2041-Q1');
  });
});

/** Working days after the first up to the last. */
function workingDaysBetween(from: string, to: string): number {
  const days = Array.from({ length: daysBetween(from, to) }, (_, index) => addDays(from, index + 1));
  return days.filter(isWorkingDay).length;
}

const quarters = (date: string, count: number) => nextRuns(date, count).map(({ quarter }) => quarter);

describe('the next runs', () => {
  it('start with one on the day itself', () => {
    expect(quarters('2026-10-15', 3)).toEqual(['2026-Q4', '2027-Q1', '2027-Q2']);
    expect(quarters('2026-10-16', 2)).toEqual(['2027-Q1', '2027-Q2']);
    expect(quarters('2026-09-30', 1)).toEqual(['2026-Q4']);
    expect(quarters('2026-09-30', 0)).toEqual([]);
    expect(nextRuns('2026-10-01', 1)).toEqual([OCTOBER_2026]);
  });
});

describe('the phase of a run', () => {
  test.each([
    ['2026-07-07', 'ahead'],
    ['2026-07-08', 'open'],
    ['2026-10-08', 'open'],
    ['2026-10-09', 'cut-off'],
    ['2026-10-14', 'cut-off'],
    ['2026-10-15', 'run'],
    ['2026-10-28', 'run'],
    ['2026-10-29', 'surgery'],
    ['2026-12-24', 'surgery'],
    ['2026-12-25', 'over'],
  ])('on %s: %s', (date, phase) => expect(phaseOn(OCTOBER_2026, date)).toBe(phase));

  it('is open in exactly one run on any day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), (days) => {
        const date = addDays('2012-01-10', days);
        const around = nextRuns(addDays(date, -100), 4);
        expect(around.filter((planned) => phaseOn(planned, date) === 'open')).toHaveLength(1);
      }),
    );
  });
});
