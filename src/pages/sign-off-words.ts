/** What pages call the decisions of the sign-off, whose they are and what stands against them. */
import { daysBetween } from '../registrations/calendar-date.ts';
import type { CROSSMATCH_METHODS, DecisionKind } from '../sign-off/decisions.ts';
import type { AwaitedView, DecisionView, TransplantView } from '../sign-off/proposal-view.ts';
import { centreWords, counted, dateWords } from './page-words.ts';

export interface DecisionWords {
  /** What is awaited. */
  readonly name: string;
  /** What whoever decides does. */
  readonly does: string;
  /** Where it was decided before. */
  readonly again: string;
}

export const DECISION_WORDS: Readonly<Record<DecisionKind, DecisionWords>> = {
  crossmatch: {
    name: 'Laboratory crossmatch',
    does: 'Record the crossmatch',
    again: 'Record another crossmatch',
  },
  'donor-centre': {
    name: 'Acceptance for the donor',
    does: 'Accept or decline for the donor',
    again: 'Decline for the donor after all',
  },
  'recipient-centre': {
    name: 'Acceptance for the recipient',
    does: 'Accept or decline for the recipient',
    again: 'Decline for the recipient after all',
  },
  panel: {
    name: 'Approval by the panel',
    does: 'Record the answer of the panel',
    again: 'Record that the panel refuses after all',
  },
  surgery: {
    name: 'Day of surgery',
    does: 'Set the day of surgery',
    again: 'Set another day of surgery',
  },
};

const OUTCOME_WORDS: Readonly<Record<string, string>> = {
  'crossmatch negative': 'Crossmatch negative',
  'crossmatch positive': 'Crossmatch positive',
  'donor-centre accepted': 'Accepted for the donor',
  'donor-centre declined': 'Declined for the donor',
  'recipient-centre accepted': 'Accepted for the recipient',
  'recipient-centre declined': 'Declined for the recipient',
  'panel approved': 'Approved by the panel',
  'panel refused': 'Refused by the panel',
  'surgery set': 'Day of surgery set',
};

export function outcomeWords({ decision, outcome }: Pick<DecisionView, 'decision' | 'outcome'>): string {
  return OUTCOME_WORDS[`${decision} ${outcome}`] ?? `${decision} ${outcome}`;
}

/** With its day, where that is not the day on which it was decided. */
export function decidedWords({ on, method, reason, ...decision }: DecisionView): string {
  const isOfDay =
    decision.decision === 'surgery' || decision.decision === 'crossmatch' || decision.decision === 'panel';
  const means = method ? `, ${METHOD_WORDS[method as Method].toLowerCase()}` : '';
  const day = isOfDay ? `, ${dateWords(on)}` : '';
  const why = reason && reason.code !== 'positive-crossmatch' ? `: ${reason.says}` : '';
  return `${outcomeWords(decision)}${means}${day}${why}`;
}

type Method = (typeof CROSSMATCH_METHODS)[number];

export const METHOD_WORDS: Readonly<Record<Method, string>> = {
  cytotoxic: 'Cytotoxic',
  'flow-cytometric': 'Flow cytometric',
  'cytotoxic-and-flow-cytometric': 'Cytotoxic and flow cytometric',
};

export const OBSTACLE_WORDS: Readonly<Record<NonNullable<TransplantView['obstacle']>, string>> = {
  'donor-removed': 'The donor is no longer registered',
  'donor-suspended': 'The donor is suspended',
  'recipient-removed': 'The recipient is no longer registered',
  'recipient-suspended': 'The recipient is suspended',
  'pair-excluded': 'This donor must not give to this recipient: an exclusion is registered',
  'on-the-other-side': 'Something on the other centre’s side stands against it',
};

/** `from` as the interface tells it: an ODS code, the scheme, or null for another centre. */
export function fromWords(decision: DecisionKind, from: string | null): string {
  if (from === null) return 'another centre';
  if (from === 'scheme') return 'an operator of the scheme';
  return decision === 'crossmatch' ? `the laboratory of ${centreWords(from)}` : `a coordinator of ${centreWords(from)}`;
}

export function overdueWords(dueOn: string, today: string): string {
  const days = daysBetween(dueOn, today);
  if (days > 0) return `overdue by ${counted(days, 'day')}`;
  return days === 0 ? 'due today' : `${counted(-days, 'day')} left`;
}

/** An item for each day on which something is due, with all that is due on it. */
export function awaitedWords(
  awaited: readonly AwaitedView[],
  isMine: (one: AwaitedView) => boolean,
  today: string,
): readonly string[] {
  const words = (one: AwaitedView): string => {
    const { name } = DECISION_WORDS[one.decision];
    return `${lower(name)} from ${isMine(one) ? 'you' : fromWords(one.decision, one.from)}`;
  };
  const byDay = Map.groupBy(awaited, ({ dueOn }) => dueOn);
  return Array.from(
    byDay,
    ([dueOn, ofDay]) => `By ${dateWords(dueOn)} (${overdueWords(dueOn, today)}): ${listed(ofDay.map(words))}`,
  );
}

export function lower(text: string): string {
  return text.replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase());
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
