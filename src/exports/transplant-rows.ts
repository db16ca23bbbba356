/** The transplants as a table, one a row: what spreadsheets are given. */
import type { ExchangeSheet, TransplantSheet } from './exchange-sheet.ts';

export const TRANSPLANT_COLUMNS = [
  'exchange',
  'version',
  'kind',
  'stopped',
  'position',
  'donor',
  'donor_centre',
  'donor_blood_group',
  'recipient',
  'recipient_centre',
  'recipient_blood_group',
  'score',
  'score_previous_runs',
  'score_crf',
  'score_hla',
  'hla_mismatch_level',
  'score_age',
  'score_tie_breaker',
] as const;

export type TransplantRow = Readonly<Record<(typeof TRANSPLANT_COLUMNS)[number], string>>;

/** For the recipient of a kidney that goes to the waiting list, and for a person who is not told. */
export const WAITING_LIST = 'waiting list';
export const NOT_TOLD = 'another centre';

export function transplantRows(sheets: readonly ExchangeSheet[]): readonly TransplantRow[] {
  return sheets.flatMap((sheet) => sheet.transplants.map((transplant) => transplantRow(sheet, transplant)));
}

function transplantRow({ id, version, kind, isStopped }: ExchangeSheet, transplant: TransplantSheet): TransplantRow {
  const { position, donor, recipient, score, isFailed } = transplant;
  return {
    exchange: id,
    version: String(version),
    kind,
    stopped: isStopped || isFailed ? 'yes' : 'no',
    position: String(position),
    donor: donor?.id ?? NOT_TOLD,
    donor_centre: donor?.centre ?? '',
    donor_blood_group: donor?.bloodGroup ?? '',
    recipient: recipientText(transplant),
    recipient_centre: recipient?.centre ?? '',
    recipient_blood_group: recipient?.bloodGroup ?? '',
    score: score?.total ?? '',
    score_previous_runs: score?.previousRuns ?? '',
    score_crf: score?.crf ?? '',
    score_hla: score?.hla ?? '',
    hla_mismatch_level: score === null ? '' : String(score.hlaMismatchLevel),
    score_age: score?.age ?? '',
    score_tie_breaker: score?.tieBreaker ?? '',
  };
}

export function recipientText({ to, recipient }: TransplantSheet): string {
  if (recipient !== null) return recipient.id;
  return to === 'waiting-list' ? WAITING_LIST : NOT_TOLD;
}
