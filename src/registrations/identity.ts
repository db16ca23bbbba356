/**
 * Who a registered person is: kept apart from registrations, under the same pseudonymous id, and given to no later stage.
 *
 * All three health service numbers of the United Kingdom have ten digits, the last a check digit modulo 11, but they are
 * systems of their own: NHS numbers (England, Wales, Isle of Man), CHI numbers (Scotland: they start with the birth date as
 * DDMMYY) and H&C numbers (Northern Ireland: 320 to 399 first). Source: NHS Data Dictionary, NHS NUMBER.
 */
import { readCalendarDate } from './calendar-date.ts';

export interface IdentityRecord {
  /** Of the recipient or donor. */
  readonly id: string;
  readonly name: string;
  readonly number: HealthNumber | null;
}

export const NUMBER_SYSTEMS = ['nhs', 'chi', 'hc'] as const;
export type NumberSystem = (typeof NUMBER_SYSTEMS)[number];

export interface HealthNumber {
  readonly system: NumberSystem;
  /** Ten digits without spaces. */
  readonly digits: string;
}

export type HealthNumberReading =
  { readonly ok: true; readonly number: HealthNumber } | { readonly ok: false; readonly expected: string };

const EXPECTED: Readonly<Record<NumberSystem, string>> = {
  nhs: 'an NHS number: ten digits with the right check digit, first three not 320 to 399',
  chi: 'a CHI number: ten digits, a birth date as DDMMYY first, with the right check digit',
  hc: 'an H&C number: ten digits, 320 to 399 first, with the right check digit',
};

/** Spaces and hyphens between digits are taken as people write them (943 476 5919). */
export function readHealthNumber(system: NumberSystem, text: string): HealthNumberReading {
  const digits = text.trim().replace(/(?<=\d)[ -](?=\d)/g, '');
  const isRight = /^\d{10}$/.test(digits) && hasCheckDigit(digits) && isInSystem(system, digits);
  return isRight ? { ok: true, number: { system, digits } } : { ok: false, expected: EXPECTED[system] };
}

/** Weights 10 to 2 on the first nine digits; what is missing to a multiple of 11 is the tenth (11 is 0, 10 is none). */
export function checkDigit(nineDigits: string): number | null {
  const sum = [...nineDigits].reduce((total, digit, index) => total + Number(digit) * (10 - index), 0);
  const missing = (11 - (sum % 11)) % 11;
  return missing === 10 ? null : missing;
}

function hasCheckDigit(digits: string): boolean {
  return checkDigit(digits.slice(0, 9)) === Number(digits[9]);
}

function isInSystem(system: NumberSystem, digits: string): boolean {
  const isNorthernIrish = digits >= '3200000000' && digits < '4000000000';
  if (system === 'hc') return isNorthernIrish;
  return system === 'nhs' ? !isNorthernIrish : startsWithBirthDate(digits);
}

/** The century is not told, so that 29 February counts where any century has it. */
function startsWithBirthDate(digits: string): boolean {
  const [day, month, year] = [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4, 6)];
  return ['19', '20'].some((century) => readCalendarDate(`${century}${year}-${month}-${day}`) !== null);
}
