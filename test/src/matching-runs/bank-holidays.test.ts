import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  addWorkingDays,
  bankHolidaysOf,
  easterSundayOf,
  isWorkingDay,
  NATIONS,
  workingDayFrom,
  workingDayUpTo,
  type Nation,
} from '../../../src/matching-runs/bank-holidays.ts';
import { addDays, weekdayOf } from '../../../src/registrations/calendar-date.ts';

const datesOf = (year: number, nation: Nation): string =>
  bankHolidaysOf(year, nation)
    .map(({ date }) => date.slice(5))
    .join(' ');

describe('bank holidays', () => {
  test.each([
    [2012, '01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26'],
    [2017, '01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26'],
    [2020, '01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28'],
    [2021, '01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28'],
    [2022, '01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27'],
    [2023, '01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26'],
    [2026, '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28'],
    [2027, '01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28'],
  ])('of England and Wales in %d', (year, dates) => expect(datesOf(year, 'england-and-wales')).toBe(dates));

  test.each([
    [2020, '01-01 01-02 04-10 05-08 05-25 08-03 11-30 12-25 12-28'],
    [2021, '01-01 01-04 04-02 05-03 05-31 08-02 11-30 12-27 12-28'],
    [2022, '01-03 01-04 04-15 05-02 06-02 06-03 08-01 09-19 11-30 12-26 12-27'],
    [2023, '01-02 01-03 04-07 05-01 05-08 05-29 08-07 11-30 12-25 12-26'],
    [2024, '01-01 01-02 03-29 05-06 05-27 08-05 12-02 12-25 12-26'],
    [2026, '01-01 01-02 04-03 05-04 05-25 06-15 08-03 11-30 12-25 12-28'],
    [2027, '01-01 01-04 03-26 05-03 05-31 08-02 11-30 12-27 12-28'],
  ])('of Scotland in %d', (year, dates) => expect(datesOf(year, 'scotland')).toBe(dates));

  test.each([
    [2020, '01-01 03-17 04-10 04-13 05-08 05-25 07-13 08-31 12-25 12-28'],
    [2021, '01-01 03-17 04-02 04-05 05-03 05-31 07-12 08-30 12-27 12-28'],
    [2024, '01-01 03-18 03-29 04-01 05-06 05-27 07-12 08-26 12-25 12-26'],
    [2026, '01-01 03-17 04-03 04-06 05-04 05-25 07-13 08-31 12-25 12-28'],
  ])('of Northern Ireland in %d', (year, dates) => expect(datesOf(year, 'northern-ireland')).toBe(dates));

  it('are told by name, the one whose day was free kept on it', () => {
    expect(bankHolidaysOf(2022, 'england-and-wales').slice(-2)).toEqual([
      { date: '2022-12-26', name: 'Boxing Day' },
      { date: '2022-12-27', name: 'Christmas Day' },
    ]);
    expect(bankHolidaysOf(2020, 'northern-ireland')[4]).toEqual({ date: '2020-05-08', name: 'Early May bank holiday' });
  });

  it('are not known before 2007', () => {
    expect(() => bankHolidaysOf(2006, 'scotland')).toThrow(RangeError);
  });

  it('are as many as the law names, on different weekdays, in order', () => {
    const fewest = { 'england-and-wales': 8, scotland: 9, 'northern-ireland': 10 } as const;
    for (const nation of NATIONS) {
      for (let year = 2007; year <= 2199; year++) {
        const dates = bankHolidaysOf(year, nation).map(({ date }) => date);
        expect(new Set(dates).size).toBe(dates.length);
        expect(dates).toEqual([...dates].sort());
        expect(dates.every((date) => date.startsWith(String(year)) && weekdayOf(date) <= 5)).toBe(true);
        if (year > 2026) expect(dates.length).toBe(fewest[nation]);
        else expect(dates.length).toBeGreaterThanOrEqual(fewest[nation]);
      }
    }
  });
});

/**
 * Paschal full moons from 1900 to 2199 by golden number, as the Book of Common Prayer tabulates them: another way to Easter, which
 * is the Sunday after.
 */
const FULL_MOONS =
  '04-14 04-03 03-23 04-11 03-31 04-18 04-08 03-28 04-16 04-05 03-25 04-13 04-02 03-22 04-10 03-30 04-17 04-07 03-27';

describe('Easter', () => {
  test.each(
    '1818-03-22 1943-04-25 2000-04-23 2005-03-27 2008-03-23 2011-04-24 2012-04-08 2016-03-27 2019-04-21 2024-03-31 2025-04-20 2038-04-25 2285-03-22'.split(
      ' ',
    ),
  )('on %s', (date) => expect(easterSundayOf(Number(date.slice(0, 4)))).toBe(date));

  it('is the Sunday after the tabulated full moon in each of 300 years', () => {
    const fullMoons = FULL_MOONS.split(' ');
    for (let year = 1900; year < 2200; year++) {
      let sunday = addDays(`${year}-${fullMoons[year % 19]}`, 1);
      while (weekdayOf(sunday) !== 7) sunday = addDays(sunday, 1);
      expect(easterSundayOf(year)).toBe(sunday);
    }
  });
});

describe('working days', () => {
  test.each([
    ['2026-10-15', true],
    ['2026-10-17', false],
    ['2026-10-18', false],
    // A bank holiday in one nation alone.
    ['2026-11-30', false],
    ['2026-03-17', false],
    ['2026-04-06', false],
    ['2022-09-19', false],
    ['2020-05-04', true],
    ['2022-05-30', true],
  ])('%s: %s', (date, isOne) => expect(isWorkingDay(date)).toBe(isOne));

  it('are found from a date on, up to it, and counted', () => {
    expect(workingDayFrom('2022-04-15')).toBe('2022-04-19');
    expect(workingDayUpTo('2022-04-18')).toBe('2022-04-14');
    expect(workingDayFrom('2026-10-15')).toBe('2026-10-15');
    expect(addWorkingDays('2021-12-24', 1)).toBe('2021-12-29');
    expect(addWorkingDays('2022-01-05', -2)).toBe('2021-12-30');
    expect(addWorkingDays('2026-10-17', 0)).toBe('2026-10-17');
  });

  it('are counted back to where counting started', () => {
    const someDay = fc.integer({ min: 0, max: 12_000 }).map((days) => workingDayFrom(addDays('2008-01-01', days)));
    fc.assert(
      fc.property(someDay, fc.integer({ min: -40, max: 40 }), (date, days) => {
        const reached = addWorkingDays(date, days);
        expect(isWorkingDay(reached)).toBe(true);
        expect(addWorkingDays(reached, -days)).toBe(date);
      }),
    );
  });
});
