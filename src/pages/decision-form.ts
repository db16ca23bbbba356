/** The form of a decision: what it asks, what is wrong with what was filled in, and what is sent of it. */
import { readCalendarDate } from '../registrations/calendar-date.ts';
import { CROSSMATCH_METHODS, DECISIONS, REASONS, type DecisionKind } from '../sign-off/decisions.ts';
import { dateWords } from './page-words.ts';
import { METHOD_WORDS, outcomeWords } from './sign-off-words.ts';
import type { FieldErrors, Visit } from './visit.ts';

export interface DecisionDraft {
  readonly outcome: string;
  readonly reason: string;
  readonly method: string;
  readonly day: string;
  readonly month: string;
  readonly year: string;
}

export const DRAFT_FIELDS = ['outcome', 'reason', 'method', 'day', 'month', 'year'] as const;
export const NOTHING_FILLED_IN = Object.fromEntries(DRAFT_FIELDS.map((name) => [name, ''])) as unknown as DecisionDraft;

export function draftOf(visit: Visit): DecisionDraft {
  return Object.fromEntries(DRAFT_FIELDS.map((name) => [name, visit.field(name)])) as unknown as DecisionDraft;
}

interface Item {
  readonly value: string;
  readonly text: string;
}

export interface DecisionForm {
  readonly question: string;
  /** Above the answers. */
  readonly legend: string;
  /** What follows from either answer, in sentences. */
  readonly follows: readonly string[];
  /** One that cannot be chosen is left out. */
  readonly outcomes: readonly Item[];
  readonly reasons: readonly Item[];
  readonly methods: readonly Item[];
  /** The question about the day; null where none is asked for. */
  readonly day: string | null;
}

const QUESTIONS: Readonly<Record<DecisionKind, string>> = {
  crossmatch: 'What is the result of the laboratory crossmatch?',
  'donor-centre': 'Do you accept this transplant for the donor?',
  'recipient-centre': 'Do you accept this transplant for the recipient?',
  panel: 'What has the authority’s panel answered?',
  surgery: 'On which day is the surgery?',
};

const ANSWERS: Readonly<Record<string, string>> = {
  'crossmatch negative': 'Negative',
  'crossmatch positive': 'Positive',
  'donor-centre accepted': 'Yes, accept',
  'donor-centre declined': 'No, decline',
  'recipient-centre accepted': 'Yes, accept',
  'recipient-centre declined': 'No, decline',
  'panel approved': 'Approved',
  'panel refused': 'Refused',
  'surgery set': 'Set',
};

const DAYS: Readonly<Partial<Record<DecisionKind, string>>> = {
  crossmatch: 'On which day was it done?',
  panel: 'On which day did the panel answer?',
  surgery: 'Day of surgery',
};

/** `transplants`: how many the exchange has. */
export function decisionForm(kind: DecisionKind, outcomes: readonly string[], transplants: number): DecisionForm {
  const reasons: Readonly<Record<string, string>> = kind === 'surgery' || kind === 'crossmatch' ? {} : REASONS[kind];
  return {
    question: QUESTIONS[kind],
    legend: kind === 'crossmatch' ? 'The result' : kind === 'panel' ? 'The answer' : 'Your answer',
    follows: followsFrom(kind, outcomes, transplants),
    outcomes: kind === 'surgery' ? [] : outcomes.map((value) => ({ value, text: ANSWERS[`${kind} ${value}`] })),
    reasons: outcomes.includes(DECISIONS[kind].no ?? '')
      ? Object.entries(reasons).map(([value, text]) => ({ value, text: text[0].toUpperCase() + text.slice(1) }))
      : [],
    methods: kind === 'crossmatch' ? CROSSMATCH_METHODS.map((value) => ({ value, text: METHOD_WORDS[value] })) : [],
    day: DAYS[kind] ?? null,
  };
}

/** All donors give at the same time: one no stops all. */
export function stopsWords(transplants: number): string {
  const what = transplants === 1 ? 'this transplant stops' : `the whole exchange stops, all ${transplants} transplants`;
  return `${what}. That cannot be taken back; the scheme then looks for ways on`;
}

function followsFrom(kind: DecisionKind, outcomes: readonly string[], transplants: number): readonly string[] {
  const stops = stopsWords(transplants);
  const changes = 'If the data on this page change later, what you agreed to is void, and you are asked again.';
  const yes = (text: string): readonly string[] => (outcomes.includes(DECISIONS[kind].yes) ? [text, changes] : []);
  switch (kind) {
    case 'crossmatch':
      return [
        ...yes('If it is negative, the transplant can go on. A crossmatch may be done again: the last one counts.'),
        `If it is positive, ${stops}.`,
      ];
    case 'donor-centre':
    case 'recipient-centre':
      return [
        ...yes('If you accept, your centre agrees to this transplant on the facts on this page.'),
        `If you decline, ${stops}.`,
      ];
    case 'panel':
      return [...yes('If it approved, the day of surgery can be set.'), `If it refused, ${stops}.`];
    case 'surgery':
      return ['All donors of an exchange give at the same time. Another day can be set later.', changes];
  }
}

const OUTCOME_MISSING: Readonly<Record<DecisionKind, string>> = {
  crossmatch: 'Choose whether the crossmatch is negative or positive',
  'donor-centre': 'Choose whether you accept or decline',
  'recipient-centre': 'Choose whether you accept or decline',
  panel: 'Choose what the panel has answered',
  surgery: '',
};

/** By field; none where it can go to be confirmed. */
export function faultsOf(kind: DecisionKind, draft: DecisionDraft, form: DecisionForm, today: string): FieldErrors {
  const errors: Record<string, string> = {};
  if (form.outcomes.length > 0 && !isIn(form.outcomes, draft.outcome)) errors['outcome'] = OUTCOME_MISSING[kind];
  if (isNo(kind, draft) && form.reasons.length > 0 && !isIn(form.reasons, draft.reason)) {
    errors['reason'] = 'Choose the reason';
  }
  if (form.methods.length > 0 && !isIn(form.methods, draft.method)) errors['method'] = 'Choose the method';
  const day = form.day === null ? null : dayFault(kind, dayOf(draft), today);
  if (day !== null) errors['on'] = day;
  return errors;
}

function isIn(items: readonly Item[], chosen: string): boolean {
  return items.some(({ value }) => value === chosen);
}

function dayFault(kind: DecisionKind, date: string | null, today: string): string | null {
  if (date === null) return 'Enter a day of the calendar, such as 14 10 2026';
  if (kind === 'surgery') return date < today ? `Enter today (${dateWords(today)}) or a later day` : null;
  return date > today ? `Enter today (${dateWords(today)}) or an earlier day` : null;
}

/** Null where the calendar has no such day. */
function dayOf({ day, month, year }: DecisionDraft): string | null {
  return readCalendarDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
}

export function isNo(kind: DecisionKind, { outcome }: Pick<DecisionDraft, 'outcome'>): boolean {
  return outcome === DECISIONS[kind].no;
}

/** As the interface takes it; what the outcome does not need is left out. */
export function bodyOf(kind: DecisionKind, draft: DecisionDraft, form: DecisionForm, shown: string): object {
  return {
    shown,
    outcome: kind === 'surgery' ? 'set' : draft.outcome,
    ...(isNo(kind, draft) && form.reasons.length > 0 && { reason: draft.reason }),
    ...(form.methods.length > 0 && { method: draft.method }),
    ...(form.day !== null && { on: dayOf(draft) ?? '' }),
  };
}

/** What is about to be recorded, to be read once more. */
export function summaryRows(kind: DecisionKind, draft: DecisionDraft, form: DecisionForm) {
  const outcome = kind === 'surgery' ? 'set' : draft.outcome;
  const reason = form.reasons.find(({ value }) => value === draft.reason);
  const method = form.methods.find(({ value }) => value === draft.method);
  const day = dayOf(draft);
  return [
    ['Decision', outcomeWords({ decision: kind, outcome })],
    ...(isNo(kind, draft) && reason !== undefined ? [['Reason', reason.text]] : []),
    ...(method === undefined ? [] : [['Method', method.text]]),
    ...(form.day !== null && day !== null ? [[kind === 'surgery' ? 'Day of surgery' : 'Day', dateWords(day)]] : []),
  ];
}
