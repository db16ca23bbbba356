/** Small made-up files, written by hand, and ways to read them. */
import { strToU8 } from 'fflate';
import {
  readRegistrations,
  type ImportOptions,
  type ImportOutcome,
} from '../../../src/registrations/read-registrations.ts';

export const RECIPIENTS = `recipient_id,centre,birth_date,sex,blood_group,hla,unacceptable,crf_percent,previous_runs,donor_age_min,donor_age_max,status
R1,RJ1,1980-02-29,F,O,A2 A24 B7 B44 DR15 DR17 DQ6 DQ2,A1 B8,33,2,18,70,active
R2,RR8,1975-11-03,M,A2,A*02:01 A3 B35 B62 DR1 DR4,,0,0,,,active
R3,RTH,1990-06-15,M,B,A1 B8 DR17,B7 B44 DR7,61,5,25,65,suspended
`;
export const DONORS = `donor_id,recipient_id,centre,birth_date,sex,blood_group,hla,status
D1,R1,RJ1,1978-01-31,M,A,A1 A3 B8 B35 DR1 DR17,active
D2,R2,RR8,1974-05-20,F,B,A2 B44 DR4,active
D3,R3,RTH,1969-12-01,F,AB,A2 A11 B7 B60 DR13 DR15,active
D4,,RVJ,1960-03-03,F,O,A2 A29 B44 B57 DR7,active
`;
export const EXCLUSIONS = `recipient_id,donor_id,reason
R1,D2,positive crossmatch
R2,D3,anatomy
`;

export interface Texts {
  readonly recipients: string;
  readonly donors: string;
  readonly exclusions: string;
}

export const SAMPLE: Texts = { recipients: RECIPIENTS, donors: DONORS, exclusions: EXCLUSIONS };

export function filesOf(texts: Partial<Texts>): { name: string; bytes: Uint8Array }[] {
  return Object.entries(texts).map(([name, text]) => ({ name: `${name}.csv`, bytes: strToU8(text) }));
}

export function readTexts(texts: Partial<Texts>, options?: ImportOptions): Promise<ImportOutcome> {
  return readRegistrations({ kind: 'folder', files: filesOf(texts) }, options);
}

/** Fails the test where the import was refused. */
export function accepted(outcome: ImportOutcome): Extract<ImportOutcome, { ok: true }> {
  if (!outcome.ok) throw new Error(`refused: ${JSON.stringify(outcome.problems.slice(0, 5))}`);
  return outcome;
}

/** `FILE:ROW:COLUMN CODE`, of a refused import. */
export function problemsOf(outcome: ImportOutcome): string[] {
  if (outcome.ok) throw new Error('accepted');
  return outcome.problems.map(({ file, row, column, code }) => `${file}:${row ?? ''}:${column ?? ''} ${code}`);
}
