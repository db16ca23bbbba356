/** Facts of transplants in every state that one can be in. */
import type { Action } from '../../../src/sign-off/decisions.ts';
import type { TransplantFacts } from '../../../src/sign-off/transplant-status.ts';
import type { TransplantOutcomeTable } from '../../../src/store/outcome-tables.ts';
import type { TransplantDecisionTable } from '../../../src/store/tables.ts';

export const SHOWN = 'a'.repeat(64);
const EARLIER = 'b'.repeat(64);
const AT = '2026-10-20T09:00:00.000Z';

const proposed: TransplantFacts = {
  transplant: {
    proposalId: 'p',
    version: 1,
    position: 1,
    donorId: 'D1',
    donorCentre: 'RJ1',
    donorOwnerCentre: 'RJ1',
    donorSha256: 'd',
    recipientId: 'R2',
    recipientCentre: 'RRK',
    recipientSha256: 'r',
  },
  decisions: [],
  outcomes: [],
  shownSha256: SHOWN,
  shownParts: { proposal: 'p', donor: 'd', recipient: 'r', exclusions: 'e' },
  obstacle: null,
  isChangedSinceRun: false,
  donorBloodGroup: 'O',
  recipientBloodGroup: 'A',
};

type Brief = readonly [kind: string, outcome: string, by: string, shown?: string];

export function decided(...briefs: readonly Brief[]): TransplantFacts {
  const decisions = briefs.map(([kind, outcome, decidedBy, shownSha256 = SHOWN], index): TransplantDecisionTable => ({
    proposalId: 'p',
    version: 1,
    position: 1,
    number: index + 1,
    kind,
    outcome,
    reason: null,
    method: null,
    onDate: '2026-10-20',
    centre: null,
    shownSha256,
    decidedAt: AT,
    decidedBy,
  }));
  return { ...proposed, decisions };
}

/** With entries of what became of it. */
export function ended(
  facts: TransplantFacts,
  ...outcomes: readonly TransplantOutcomeTable['outcome'][]
): TransplantFacts {
  const rows = outcomes.map((outcome, index): TransplantOutcomeTable => ({
    proposalId: 'p',
    version: 1,
    position: 1,
    number: index + 1,
    outcome,
    reason: outcome === 'transplanted' ? null : 'kidney-unusable',
    kidneyRemoved: outcome === 'transplanted' ? 'yes' : 'no',
    correctionReason: index === 0 ? null : 'entered-by-mistake',
    onDate: '2026-10-20',
    centre: null,
    shownSha256: SHOWN,
    recordedAt: AT,
    recordedBy: 'cleo',
  }));
  return { ...facts, outcomes: rows };
}

const crossmatch: Brief = ['crossmatch', 'negative', 'lara'];
const donor: Brief = ['donor-centre', 'accepted', 'cora'];
const recipient: Brief = ['recipient-centre', 'accepted', 'cleo'];
const panel: Brief = ['panel', 'approved', 'olga'];
const surgery: Brief = ['surgery', 'set', 'cleo'];
const earlier = ([kind, outcome, by]: Brief): Brief => [kind, outcome, by, EARLIER];

const CROSSMATCHES: readonly Action[] = ['crossmatch-negative', 'crossmatch-positive'];
const DECLINES: readonly Action[] = ['donor-centre-declined', 'recipient-centre-declined'];
const NO: readonly Action[] = [...CROSSMATCHES, ...DECLINES];
const DONOR: Action = 'donor-centre-accepted';
const RECIPIENT: Action = 'recipient-centre-accepted';

const SCHEDULED = decided(crossmatch, donor, recipient, panel, surgery);
const GONE: TransplantFacts = {
  ...ended(SCHEDULED, 'transplanted'),
  shownSha256: EARLIER,
  obstacle: 'recipient-removed',
};

/** Facts, the status that follows, what is awaited, and all that may be done. */
export const STATES: readonly [
  name: string,
  facts: TransplantFacts,
  status: string,
  awaited: readonly string[],
  actions: readonly Action[],
][] = [
  ['proposed', proposed, 'proposed', ['crossmatch', 'donor-centre', 'recipient-centre'], [...NO, DONOR, RECIPIENT]],
  ['crossmatched', decided(crossmatch), 'proposed', ['donor-centre', 'recipient-centre'], [...NO, DONOR, RECIPIENT]],
  ['accepted for the donor', decided(donor), 'proposed', ['crossmatch', 'recipient-centre'], [...NO, RECIPIENT]],
  ['accepted for the recipient', decided(recipient), 'proposed', ['crossmatch', 'donor-centre'], [...NO, DONOR]],
  ['accepted, not crossmatched', decided(donor, recipient), 'proposed', ['crossmatch'], NO],
  [
    'accepted by one person for both',
    decided(crossmatch, donor, ['recipient-centre', 'accepted', 'cora']),
    'proposed',
    ['recipient-centre'],
    [...NO, RECIPIENT],
  ],
  [
    'accepted by one person for both, then by another',
    decided(crossmatch, donor, ['recipient-centre', 'accepted', 'cora'], recipient),
    'accepted',
    ['panel'],
    [...NO, 'panel-approved', 'panel-refused'],
  ],
  [
    'accepted',
    decided(donor, crossmatch, recipient),
    'accepted',
    ['panel'],
    [...NO, 'panel-approved', 'panel-refused'],
  ],
  [
    'approved',
    decided(crossmatch, donor, recipient, panel),
    'approved',
    ['surgery'],
    [...NO, 'panel-refused', 'surgery-set'],
  ],
  [
    'scheduled',
    decided(crossmatch, donor, recipient, panel, surgery),
    'scheduled',
    [],
    [...NO, 'panel-refused', 'surgery-set'],
  ],
  ['crossmatched positive', decided(['crossmatch', 'positive', 'lara']), 'failed', [], []],
  ['declined for the donor', decided(crossmatch, ['donor-centre', 'declined', 'cora']), 'failed', [], []],
  ['declined for the recipient', decided(donor, ['recipient-centre', 'declined', 'cleo']), 'failed', [], []],
  ['refused', decided(crossmatch, donor, recipient, ['panel', 'refused', 'olga']), 'failed', [], []],
  [
    'scheduled, then crossmatched positive',
    decided(crossmatch, donor, recipient, panel, surgery, ['crossmatch', 'positive', 'lara']),
    'failed',
    [],
    [],
  ],
  [
    'declined before the data changed: a no is never void',
    decided(['donor-centre', 'declined', 'cora', EARLIER]),
    'failed',
    [],
    [],
  ],
  [
    'scheduled before the data changed',
    decided(...[crossmatch, donor, recipient, panel, surgery].map(earlier)),
    'proposed',
    ['crossmatch', 'donor-centre', 'recipient-centre'],
    [...NO, DONOR, RECIPIENT],
  ],
  [
    'accepted by one centre before the data changed, by the other after',
    decided(earlier(crossmatch), earlier(donor), recipient),
    'proposed',
    ['crossmatch', 'donor-centre'],
    [...NO, DONOR],
  ],
  [
    'proposed, the donor suspended',
    { ...proposed, obstacle: 'donor-suspended' },
    'proposed',
    ['crossmatch', 'donor-centre', 'recipient-centre'],
    NO,
  ],
  [
    'accepted, the recipient suspended',
    { ...decided(crossmatch, donor, recipient), obstacle: 'recipient-suspended' },
    'accepted',
    ['panel'],
    [...NO, 'panel-refused'],
  ],
  [
    'approved, the pair excluded',
    { ...decided(crossmatch, donor, recipient, panel), obstacle: 'pair-excluded' },
    'approved',
    ['surgery'],
    [...NO, 'panel-refused'],
  ],
  ['transplanted', ended(SCHEDULED, 'transplanted'), 'transplanted', [], []],
  ['transplanted, the recipient left out of a later import', GONE, 'transplanted', [], []],
  ['not transplanted', ended(SCHEDULED, 'not-transplanted'), 'not-transplanted', [], []],
  [
    'transplanted, which was a mistake',
    ended(SCHEDULED, 'transplanted', 'not-transplanted'),
    'not-transplanted',
    [],
    [],
  ],
  [
    'not transplanted, which was a mistake',
    ended(SCHEDULED, 'not-transplanted', 'transplanted'),
    'transplanted',
    [],
    [],
  ],
];
