/** Reads the text of one cell as a value. Each reader says what it expected; none knows where the cell stands. */
import { readAntigen } from '../hla/antigens.ts';
import { readCalendarDate } from './calendar-date.ts';
import type { BloodGroup } from './registration.ts';

export type Reading<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly expected: string };
export type CellReader<T> = (text: string) => Reading<T>;

const REASON_CHARACTERS_MAX = 500;
const NAMES_MAX = 300;
const EARLIEST_DATE = '1900-01-01';

function read<T>(value: T): Reading<T> {
  return { ok: true, value };
}

function refused<T>(expected: string): Reading<T> {
  return { ok: false, expected };
}

function matching(form: RegExp, expected: string): CellReader<string> {
  return (text) => (form.test(text) ? read(text) : refused(expected));
}

/** Ten digits are refused: they are the form of NHS, CHI and H&C numbers, which have no place here. */
export const readId = matching(
  /^(?!\d{10}$)[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
  'a pseudonymous id of letters, digits, dots, hyphens and low lines, 64 at most, and not ten digits',
);

/** Organisation codes of the NHS: of trusts three characters, of sites and boards up to nine. */
export const readCentre = matching(/^[A-Z0-9]{3,9}$/, 'the ODS code of the centre, as RJ1 or G405H');

export const readCalculator = matching(
  /^(?=.*\d)[A-Za-z0-9][A-Za-z0-9 ._/-]{0,63}$/,
  'the name and version of the calculator, as ODT-2.1',
);

export const readReason: CellReader<string> = (text) =>
  text.length <= REASON_CHARACTERS_MAX ? read(text) : refused(`at most ${REASON_CHARACTERS_MAX} characters`);

/** In capitals or small letters. */
export function readOneOf<T extends string>(...values: readonly T[]): CellReader<T> {
  return (text) => {
    const value = values.find((known) => known.toLowerCase() === text.toLowerCase());
    return value === undefined ? refused(`one of ${values.join(', ')}`) : read(value);
  };
}

const BLOOD_GROUPS: ReadonlyMap<string, BloodGroup> = new Map([
  ['O', { abo: 'O', subgroup: null }],
  ['A', { abo: 'A', subgroup: null }],
  ['A1', { abo: 'A', subgroup: 'A1' }],
  ['A2', { abo: 'A', subgroup: 'A2' }],
  ['B', { abo: 'B', subgroup: null }],
  ['AB', { abo: 'AB', subgroup: null }],
  ['A1B', { abo: 'AB', subgroup: 'A1' }],
  ['A2B', { abo: 'AB', subgroup: 'A2' }],
]);

export const readBloodGroup: CellReader<BloodGroup> = (text) => {
  const bloodGroup = BLOOD_GROUPS.get(text.toUpperCase());
  if (text === '0') return refused('the letter O where the number 0 stands');
  return bloodGroup === undefined ? refused(`one of ${[...BLOOD_GROUPS.keys()].join(', ')}`) : read(bloodGroup);
};

export const readDate: CellReader<string> = (text) => {
  const date = readCalendarDate(text);
  if (date === null) return refused('a date of the calendar as YYYY-MM-DD');
  return date < EARLIEST_DATE ? refused(`a date from ${EARLIEST_DATE} on`) : read(date);
};

export function readWhole(min: number, max: number): CellReader<number> {
  return (text) => inRange(text, /^(0|[1-9]\d{0,5})$/, 'a whole number', min, max);
}

export function readDecimal(min: number, max: number): CellReader<number> {
  return (text) => inRange(text, /^(0|[1-9]\d{0,5})(\.\d{1,2})?$/, 'a number with at most two decimals', min, max);
}

function inRange(text: string, form: RegExp, what: string, min: number, max: number): Reading<number> {
  const value = Number(text);
  const isRight = form.test(text) && value >= min && value <= max;
  return isRight ? read(value) : refused(`${what} from ${min} to ${max}`);
}

/** The reciprocal of a titre, which is a power of two by how dilutions are made; `1:8` is taken for 8. */
export const readTitre: CellReader<number> = (text) => {
  const value = Number(text.replace(/^1:/, ''));
  const isDilution = value >= 1 && value <= 8192 && Number.isInteger(Math.log2(value));
  return isDilution ? read(value) : refused('the reciprocal of a titre, 1, 2, 4, 8 and so on to 8192');
};

function readName(text: string): Reading<string> {
  const reading = readAntigen(text);
  return reading.ok ? read(reading.name) : refused(`${reading.expected}, not ${text.slice(0, 40)}`);
}

/** A reader of antigens and alleles apart by spaces or commas, for one import: the same few hundred names come up again and again. */
export function namesReader(): CellReader<readonly string[]> {
  const known = new Map<string, Reading<string>>();
  return (text) => {
    const names: string[] = [];
    for (const part of text.split(/[\s,;]+/).filter((name) => name !== '')) {
      const reading = known.get(part) ?? readName(part);
      known.set(part, reading);
      if (!reading.ok) return reading;
      names.push(reading.value);
    }
    if (names.length === 0) return refused('names of antigens or alleles');
    return names.length <= NAMES_MAX ? read(names) : refused(`at most ${NAMES_MAX} names`);
  };
}
