/** What pages call what became of transplants, for people who never saw the program's own words. */
import type { StageView } from '../outcomes/outcome-view.ts';
import type { StageState } from '../outcomes/follow-up-state.ts';
import { counted, type StatusWords } from './page-words.ts';

export const STAGE_WORDS: Readonly<Record<StageState, StatusWords>> = {
  'to-come': { text: 'To come', colour: 'grey' },
  due: { text: 'Due now', colour: 'yellow' },
  late: { text: 'Late', colour: 'red' },
  recorded: { text: 'Recorded', colour: 'green' },
  ended: { text: 'Not needed', colour: 'white' },
};

export const SIDE_WORDS = { recipient: 'Recipient', donor: 'Donor' } as const;

export const SIGNED_WORDS: Readonly<Record<string, string>> = {
  crossmatch: 'Crossmatch',
  'donor-centre': 'For the donor',
  'recipient-centre': 'For the recipient',
  panel: 'Panel',
  surgery: 'Day of surgery',
};

/** Who says why a transplant did not proceed. */
export const KIND_WORDS: Readonly<Record<string, string>> = {
  crossmatch: 'Laboratory',
  'donor-centre': "Donor's centre",
  'recipient-centre': "Recipient's centre",
  panel: 'Panel',
  outcome: 'On the day of surgery',
  exchange: 'Another transplant of the exchange',
};

export function stageWords(months: number): string {
  return months % 12 === 0 ? counted(months / 12, 'year') : counted(months, 'month');
}

/** `2 of 3, 66%`. */
export function shareWords(count: number, due: number, percent: number | null): string {
  return percent === null ? 'None due yet' : `${count} of ${due}, ${percent}%`;
}

/** What the last form says, in one line. */
export function formWords({ entries }: Pick<StageView, 'entries'>): string {
  const last = entries.at(-1);
  if (last === undefined) return '';
  const { values, egfr } = last.form;
  if (values['contact'] === 'lost-to-follow-up') return 'Lost to follow-up';
  const parts = [
    values['isAlive'] === 'no' ? 'Has died' : 'Alive',
    ...(values['graft'] === 'failed' ? ['transplant failed'] : []),
    ...(values['graft'] === 'functioning' ? ['transplant functions'] : []),
    ...(egfr === null ? [] : [`eGFR ${egfr.mlPerMinPer173}`]),
  ];
  return parts.join(', ');
}
