import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  completedYears,
  dateInUk,
  daysBetween,
  readCalendarDate,
  weekdayOf,
} from '../../../src/registrations/calendar-date.ts';

describe('dates', () => {
  test.each(['2028-02-29', '2000-02-29', '1999-12-31', '2026-03-29'])('%s is one', (text) =>
    expect(readCalendarDate(text)).toBe(text),
  );

  test.each([
    '2027-02-29',
    '1900-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-1-1',
    '26-01-01',
    '2026-01-01Z',
    ' 2026-01-01',
    '01/02/2026',
    '',
  ])('"%s" is none', (text) => expect(readCalendarDate(text)).toBeNull());

  test('years are completed on the birthday, of 29 February on 1 March', () => {
    expect(completedYears('2008-02-29', '2026-02-28')).toBe(17);
    expect(completedYears('2008-02-29', '2026-03-01')).toBe(18);
    expect(completedYears('2008-02-29', '2028-02-29')).toBe(20);
    expect(completedYears('1980-10-01', '2026-09-30')).toBe(45);
    expect(completedYears('1980-10-01', '2026-10-01')).toBe(46);
  });

  test('days are counted through every change of clocks', () => {
    fc.assert(
      fc.property(fc.integer({ min: -40_000, max: 40_000 }), (days) => {
        const date = addDays('2026-03-29', days);
        expect(readCalendarDate(date)).toBe(date);
        expect(daysBetween('2026-03-29', date)).toBe(days);
      }),
    );
  });

  test('have a weekday, Monday first', () => {
    expect(['2026-10-12', '2026-10-17', '2026-10-18'].map(weekdayOf)).toEqual([1, 6, 7]);
  });

  test('are those of the United Kingdom, in winter and in summer', () => {
    expect(dateInUk('2026-01-31T23:59:59.999Z')).toBe('2026-01-31');
    expect(dateInUk('2026-07-31T22:59:59.999Z')).toBe('2026-07-31');
    expect(dateInUk('2026-07-31T23:00:00.000Z')).toBe('2026-08-01');
  });
});
