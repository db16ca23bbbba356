/**
 * A follow-up form, read: every problem is listed at once, with a pointer to its field. What is asked depends on what was answered:
 * of the dead no creatinine, of a failed transplant when and why.
 */
import type { ProblemPlace } from '../problem.ts';
import { completedYears, readCalendarDate } from '../registrations/calendar-date.ts';
import { ADULT_AGE_YEARS, egfrOf, type Egfr } from './egfr.ts';
import { FOLLOW_UP_FIELDS, type FollowUpField } from './follow-up-fields.ts';
import type { FollowUpSide, FollowUpWindow } from './follow-up-stages.ts';

export type FormValue = string | number;
export type FormValues = Readonly<Record<string, FormValue>>;

/** Kept as JSON. */
export interface FollowUpForm {
  readonly lkss: 'follow-up';
  readonly version: 1;
  readonly values: FormValues;
  /** Null where there is no creatinine. */
  readonly egfr: Egfr | null;
}

export interface FormContext {
  readonly side: FollowUpSide;
  readonly transplantedOn: string;
  readonly window: FollowUpWindow;
  readonly today: string;
  /** As registered; null where nobody has it any more. */
  readonly person: { readonly birthDate: string; readonly sex: 'F' | 'M' } | null;
}

export type ReadForm =
  | { readonly ok: true; readonly form: FollowUpForm }
  | { readonly ok: false; readonly problems: readonly ProblemPlace[] };

/** `given`: fields as they were sent; null and empty texts are absent. */
export function readForm(given: Readonly<Record<string, unknown>>, context: FormContext): ReadForm {
  const fields = FOLLOW_UP_FIELDS[context.side];
  const problems: ProblemPlace[] = [];
  const values: Record<string, FormValue> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === '') continue;
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const problem = field === undefined ? 'no such field' : problemOfValue(field, value);
    if (problem === null) values[name] = value as FormValue;
    else problems.push(place(name, problem, value));
  }
  const flawed = new Set(problems.map(({ pointer }) => pointer!.slice(1)));
  const across = [...demanded(values, context), ...dayProblems(values, context), ...contradictions(values)];
  problems.push(...across.filter(({ pointer }) => !flawed.has(pointer!.slice(1))));
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, form: { lkss: 'follow-up', version: 1, values, egfr: egfrIn(values, context) } };
}

export function readFollowUpForm(content: string): FollowUpForm {
  const form = JSON.parse(content) as FollowUpForm;
  if (form.lkss !== 'follow-up' || form.version !== 1) throw new Error('this is no follow-up form');
  return form;
}

function place(name: string, expected: string, found?: unknown, code = 'bad-value'): ProblemPlace {
  const text = typeof found === 'string' || typeof found === 'number' ? { found: String(found).slice(0, 100) } : {};
  return { code, pointer: `/${name}`, expected, ...text };
}

function problemOfValue(field: FollowUpField, value: unknown): string | null {
  if (field.kind === 'code') {
    const isKnown = typeof value === 'string' && Object.hasOwn(field.codes, value);
    return isKnown ? null : `one of ${Object.keys(field.codes).join(', ')}`;
  }
  if (field.kind === 'date') {
    const isDay = typeof value === 'string' && readCalendarDate(value) !== null;
    return isDay ? null : 'a day of the calendar as YYYY-MM-DD';
  }
  const { min, max, unit } = field;
  const isIn = typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
  return isIn ? null : `a whole number from ${min} to ${max} ${unit}`;
}

/** What must be there, given what is; and what must not. */
function demanded(values: FormValues, context: FormContext): readonly ProblemPlace[] {
  const asked = fieldsAsked(values, context);
  const missing = asked.needed.filter((name) => values[name] === undefined);
  const needless = Object.keys(values).filter((name) => !asked.needed.includes(name) && !asked.optional.includes(name));
  return [
    ...missing.map((name) => place(name, 'an answer', undefined, 'missing')),
    ...needless.map((name) => place(name, 'nothing here, given the other answers', values[name], 'needless')),
  ];
}

interface Asked {
  readonly needed: readonly string[];
  readonly optional: readonly string[];
}

function fieldsAsked(values: FormValues, context: FormContext): Asked {
  if (values['contact'] === 'lost-to-follow-up') return { needed: ['contact', 'seenOn'], optional: [] };
  const isDead = values['isAlive'] === 'no';
  const isFailed = values['graft'] === 'failed';
  const needed = ['contact', 'seenOn', 'isAlive', 'complicationGrade', ...(isDead ? ['diedOn'] : [])];
  const creatinine = ['creatinineUmolPerL', 'creatinineOn'];
  if (context.side === 'donor') {
    const measured = [...creatinine, 'systolicMmHg', 'diastolicMmHg', 'proteinuria'];
    return isDead ? { needed, optional: measured } : { needed: [...needed, ...measured], optional: [] };
  }
  needed.push('graft', 'rejectionEpisodesTreated', ...(isFailed ? ['graftFailedOn', 'graftFailureCause'] : []));
  const isMeasured = values['creatinineUmolPerL'] !== undefined || !(isDead || isFailed);
  if (!isMeasured) return { needed, optional: [...creatinine, 'heightCm'] };
  const height = isChild(values, context) ? ['heightCm'] : [];
  return { needed: [...needed, ...creatinine, ...height], optional: ['heightCm'] };
}

function isChild(values: FormValues, { person }: FormContext): boolean {
  const on = values['creatinineOn'];
  return person !== null && typeof on === 'string' && completedYears(person.birthDate, on) < ADULT_AGE_YEARS;
}

/** Each day lies between the transplant and the day that the form speaks of, and that one not in the future. */
function dayProblems(values: FormValues, context: FormContext): readonly ProblemPlace[] {
  const { transplantedOn, today, window } = context;
  const seenOn = values['seenOn'];
  const isEnd = values['isAlive'] === 'no' || values['contact'] === 'lost-to-follow-up';
  // Whoever has died, or is lost, need not be waited for.
  const earliest = isEnd || values['graft'] === 'failed' ? transplantedOn : window.from;
  const latest = typeof seenOn === 'string' && seenOn < today ? seenOn : today;
  const within = (name: string, from: string, to: string): readonly ProblemPlace[] => {
    const day = values[name];
    if (typeof day !== 'string' || (day >= from && day <= to)) return [];
    return [place(name, `a day from ${from} to ${to}`, day)];
  };
  return [
    ...within('seenOn', earliest, today),
    ...['diedOn', 'graftFailedOn', 'creatinineOn'].flatMap((name) => within(name, transplantedOn, latest)),
  ];
}

function contradictions(values: FormValues): readonly ProblemPlace[] {
  const { systolicMmHg, diastolicMmHg, complicationGrade, isAlive } = values;
  const isUpsideDown =
    typeof systolicMmHg === 'number' && typeof diastolicMmHg === 'number' && diastolicMmHg >= systolicMmHg;
  return [
    ...(isUpsideDown ? [place('diastolicMmHg', 'less than the systolic blood pressure', diastolicMmHg)] : []),
    ...(complicationGrade === 'V' && isAlive === 'yes'
      ? [place('complicationGrade', 'a grade below V of somebody who is alive', complicationGrade)]
      : []),
  ];
}

/** Null too where age and sex are known no more: it is not guessed. */
function egfrIn(values: FormValues, { person }: FormContext): Egfr | null {
  const { creatinineUmolPerL, creatinineOn, heightCm } = values;
  if (person === null || typeof creatinineUmolPerL !== 'number' || typeof creatinineOn !== 'string') return null;
  const ageYears = completedYears(person.birthDate, creatinineOn);
  const height = typeof heightCm === 'number' ? heightCm : null;
  if (ageYears < ADULT_AGE_YEARS && height === null) return null;
  return egfrOf({ creatinineUmolPerL, ageYears, sex: person.sex, heightCm: height });
}
