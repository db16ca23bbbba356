/** What pages call appeals and their parts, for people who never saw the program's own words. */
import type { PermissionName } from '../access/roles.ts';
import type { AppealClock } from '../appeals/appeal-clock.ts';
import type { Finding } from '../appeals/appeal-lists.ts';
import type { AppealStatus } from '../appeals/appeal-status.ts';
import type { AppealView, HistoryEntry } from '../appeals/appeal-view.ts';
import type { AppealedKind } from '../appeals/appealed-person.ts';
import type { FactName } from '../appeals/corrected-facts.ts';
import type { AffectedRun } from '../appeals/what-would-have-been.ts';
import type { Comparison } from '../matching-runs/comparison.ts';
import { counted, dateWords, type StatusWords } from './page-words.ts';
import type { Visit } from './visit.ts';

export const APPEAL_WORDS: Readonly<Record<AppealStatus, StatusWords>> = {
  received: { text: 'Received', colour: 'yellow' },
  owned: { text: 'Taken up', colour: 'yellow' },
  explained: { text: 'Reason computed', colour: 'yellow' },
  drafted: { text: 'Answer waits for a second person', colour: 'yellow' },
  answered: { text: 'Answered', colour: 'green' },
  closed: { text: 'Closed', colour: 'grey' },
  withdrawn: { text: 'Withdrawn', colour: 'grey' },
};

/** What must happen next, and who can do it. */
export interface NextStep {
  readonly does: string;
  readonly by: string;
  readonly permission: PermissionName;
}

const NEXT: Readonly<Partial<Record<AppealStatus, NextStep>>> = {
  received: { does: 'Take it up', by: 'an operator', permission: 'appeal.answer' },
  owned: { does: 'Have the reason computed', by: 'its owner', permission: 'appeal.answer' },
  explained: { does: 'Answer it', by: 'its owner', permission: 'appeal.answer' },
  drafted: { does: 'Confirm the answer', by: 'an approver', permission: 'appeal.confirm' },
  answered: { does: 'Give the letter, then close it', by: 'the centre or an operator', permission: 'appeal.close' },
};

/** Null where it is ended. */
export function nextStep({ status }: Pick<AppealView, 'status'>): NextStep | null {
  return NEXT[status] ?? null;
}

/** Whether what comes next waits for whoever looks. */
export function waitsForMe(visit: Visit, { status, owner, answer, centre }: AppealView): boolean {
  const step = NEXT[status];
  if (step === undefined || !visit.may(step.permission)) return false;
  if (status === 'owned' || status === 'explained') return owner === visit.visitor.id;
  if (status === 'drafted') return answer?.by !== visit.visitor.id;
  // The centre has the person before it; the operator gives letters only in its place.
  if (status === 'answered') return visit.visitor.centre === centre;
  return true;
}

/** `9 days left`, `due today`, `overdue by 3 days`, `answered with 2 days left`. */
export function clockWords({ daysLeft, state }: AppealClock): string {
  const days = counted(Math.abs(daysLeft), 'day');
  if (state === 'stopped') return daysLeft < 0 ? `ended ${days} late` : `ended with ${days} left`;
  if (daysLeft < 0) return `overdue by ${days}`;
  return daysLeft === 0 ? 'due today' : `${days} left`;
}

export function clockTag(clock: AppealClock): StatusWords {
  const text = clockWords(clock);
  const colour = ({ running: 'white', warned: 'yellow', overdue: 'red', stopped: 'grey' } as const)[clock.state];
  return { text: text[0].toUpperCase() + text.slice(1), colour };
}

export function personText(kind: AppealedKind, id: string): string {
  return kind === 'recipient' ? `Recipient ${id}` : `Altruistic donor ${id}`;
}

export const FINDING_WORDS: Readonly<Record<Finding, { readonly text: string; readonly hint: string }>> = {
  'not-upheld': { text: 'Not upheld: the reason stands', hint: 'Nothing was wrong with the data or the rules' },
  'fact-wrong': {
    text: 'Upheld: a fact was wrong',
    hint: 'Have it put right in the registration first. The run is then solved again with the right fact, to see what would have been',
  },
  'rule-wrong': {
    text: 'Upheld: a rule was applied wrongly',
    hint: 'The data were right, but the service did not do what the policy says',
  },
};

export const FACT_WORDS: Readonly<Record<FactName, string>> = {
  'birth-date': 'Date of birth',
  sex: 'Sex',
  'blood-group': 'Blood group',
  hla: 'HLA',
  'unacceptable-antigens': 'Unacceptable antigens',
  'reaction-frequency': 'Calculated reaction frequency',
  'previous-runs': 'Matching runs before',
  'donor-criteria': 'Which donors are accepted',
  accepts: 'What is accepted beyond the ordinary rules',
  weight: 'Weight',
  'kidney-function': 'Kidney function (eGFR)',
  'consent-date': 'Day of consent',
  'assessment-date': 'Day of assessment',
  'authority-approval-date': 'Day of the authority’s approval',
};

const HISTORY: Readonly<Record<HistoryEntry['what'], string>> = {
  received: 'Received',
  owned: 'Taken up',
  explained: 'Reason computed',
  drafted: 'Answer written',
  returned: 'Answer returned to its owner',
  answered: 'Answer confirmed',
  closed: 'Closed: the letter was given',
  withdrawn: 'Withdrawn',
};

export function historyWords({ what, owner }: HistoryEntry, names: Readonly<Record<string, string>>): string {
  return owner === undefined ? HISTORY[what] : `${HISTORY[what]} by ${names[owner]}`;
}

/** Of the form on which an appeal about somebody is brought. */
export function bringAddress(
  run: string,
  { kind, id: person }: { readonly kind: AppealedKind; readonly id: string },
): string {
  return `/appeals/bring?${new URLSearchParams({ ...(run !== '' && { run }), kind, person })}`;
}

/** The sentence that stands first on the page of an appeal. `isMine`: whether what comes next waits for whoever looks. */
export function appealAnswer(view: AppealView, isMine: boolean): string {
  const { status, answer, clock, ended } = view;
  if (status === 'withdrawn') return `Withdrawn on ${dateWords(ended!.on)}`;
  if ((status === 'answered' || status === 'closed') && answer !== null) return FINDING_WORDS[answer.finding].text;
  const { does, by } = nextStep(view)!;
  return `${isMine ? does : `Waits for ${by}`}: ${clockWords(clock)}`;
}

/** What would have been of the person in a run that had the wrong fact. */
export function affectedRunWords({ run, comparison, reason }: AffectedRun, view: AppealView): string {
  if (comparison === null) return `Run ${run} had the wrong fact, and was not solved again: ${reason}.`;
  return `Run ${run}: ${wouldBeWords(comparison, view)}.`;
}

/** Of an altruist, whether a chain begins with them; else whether they are transplanted. */
export function wouldBeWords({ recipients, exchanges }: Comparison, { kind, person }: AppealView): string {
  const who = personText(kind, person);
  const [isReleased, isWouldBe] = [0, 1].map((side) =>
    kind === 'recipient'
      ? recipients.only[side].includes(person)
      : exchanges.only[side].some(({ donors }) => donors[0] === person),
  );
  if (isReleased === isWouldBe) return `it would have made no difference to whether ${lowered(who)} is chosen`;
  return isWouldBe
    ? `${lowered(who)} would have been chosen, and was not`
    : `${lowered(who)} was chosen, and would not have been`;
}

function lowered(text: string): string {
  return text[0].toLowerCase() + text.slice(1);
}
