/** Facts of appeals in every state that one can be in. */
import type { AppealFacts, AppealStatus } from '../../../src/appeals/appeal-status.ts';
import type { AppealAnswerTable, AppealReplyTable, AppealTable } from '../../../src/store/appeal-tables.ts';

export const RECEIVED_ON = '2026-10-01';
const row = (day: string, by = 'second-RRK') => ({ recordedAt: `${day}T09:00:00.000Z`, recordedBy: by });

const appeal = {
  id: 'A-2026-0001',
  year: 2026,
  number: 1,
  runId: 'r',
  kind: 'recipient',
  personId: 'R1',
  centre: 'RRK',
  inNameOf: 'person',
  asks: 'Why?',
  receivedOn: RECEIVED_ON,
  personSha256: 'a',
  snapshotSha256: 'b',
  policyDigest: 'c',
  programVersion: '1',
  programDigest: 'd',
  poolDigest: 'e',
  resultSha256: 'f',
  ...row(RECEIVED_ON),
} satisfies AppealTable;

export const answer = (number: number): AppealAnswerTable => ({
  appealId: appeal.id,
  number,
  finding: 'not-upheld',
  found: 'All of it was right.',
  changed: 'Nothing changes.',
  registrationKind: null,
  registrationId: null,
  facts: null,
  whatIfSha256: null,
  ...row('2026-10-05', 'olga'),
});

export const reply = (number: number, outcome: AppealReplyTable['outcome']): AppealReplyTable => {
  const isConfirmed = outcome === 'confirmed';
  const said = { reason: isConfirmed ? null : 'say more', letterSha256: isConfirmed ? 'l' : null };
  return { appealId: appeal.id, number, outcome, ...said, ...row('2026-10-06', 'ben') };
};

const received: AppealFacts = { appeal, owners: [], explanations: [], answers: [], replies: [], ending: null };
const owned: AppealFacts = {
  ...received,
  owners: [{ appealId: appeal.id, number: 1, accountId: 'olga', reason: null, ...row('2026-10-02', 'olga') }],
};
const explained: AppealFacts = {
  ...owned,
  explanations: [{ appealId: appeal.id, number: 1, documentSha256: 'x', ...row('2026-10-03', 'olga') }],
};
const drafted: AppealFacts = { ...explained, answers: [answer(1)] };
const answered: AppealFacts = { ...drafted, replies: [reply(1, 'confirmed')] };

const STATES: Readonly<Record<AppealStatus, AppealFacts>> = {
  received,
  owned,
  explained,
  drafted,
  answered,
  closed: {
    ...answered,
    ending: { appealId: appeal.id, outcome: 'closed', reason: null, onDate: '2026-10-07', ...row('2026-10-07') },
  },
  withdrawn: {
    ...owned,
    ending: {
      appealId: appeal.id,
      outcome: 'withdrawn',
      reason: 'no answer is wanted',
      onDate: '2026-10-04',
      ...row('2026-10-04'),
    },
  },
};

export function appealThatIs(status: AppealStatus): AppealFacts {
  return STATES[status];
}
