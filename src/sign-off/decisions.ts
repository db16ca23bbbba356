/** What can be decided of a transplant: closed lists. README.md here tells who decides what. */
export const DECISIONS = {
  crossmatch: { yes: 'negative', no: 'positive' },
  'donor-centre': { yes: 'accepted', no: 'declined' },
  'recipient-centre': { yes: 'accepted', no: 'declined' },
  panel: { yes: 'approved', no: 'refused' },
  surgery: { yes: 'set', no: null },
} as const satisfies Readonly<Record<string, { readonly yes: string; readonly no: string | null }>>;

export type DecisionKind = keyof typeof DECISIONS;
export const DECISION_KINDS = Object.keys(DECISIONS) as readonly DecisionKind[];

/** The laboratory's method, as the crossmatch is reported. */
export const CROSSMATCH_METHODS = ['cytotoxic', 'flow-cytometric', 'cytotoxic-and-flow-cytometric'] as const;

type Reasons = Readonly<Record<string, string>>;

/** Why a transplant does not proceed, by who says so. Codes stay for ever: outcomes are counted by them. */
export const REASONS = {
  crossmatch: { 'positive-crossmatch': 'the laboratory crossmatch is positive' },
  'donor-centre': {
    'donor-unwell': 'the donor is unwell',
    'donor-unsuitable': 'a finding in the donor speaks against giving',
    'donor-anatomy': 'the anatomy of the kidney speaks against giving',
    'donor-withdrew': 'the donor no longer wishes to give',
    'donor-gave-elsewhere': 'the donor has given, or is to give, otherwise',
    'donor-died': 'the donor has died',
    'donor-centre-cannot': 'the centre cannot do the operation in time',
  },
  'recipient-centre': {
    'recipient-unwell': 'the recipient is unwell',
    'recipient-unsuitable': 'a finding in the recipient speaks against transplantation',
    'recipient-withdrew': 'the recipient no longer wishes it',
    'recipient-transplanted': 'the recipient has been transplanted, or is to be, otherwise',
    'recipient-died': 'the recipient has died',
    'kidney-declined': 'the kidney offered is not suitable: age, size, function or anatomy',
    'immunological-risk': 'antibodies speak against this donor, though no crossmatch is positive',
    'recipient-centre-cannot': 'the centre cannot do the operation in time',
  },
  panel: {
    'reward-not-excluded': 'a reward for giving is not excluded',
    'duress-not-excluded': 'duress or coercion is not excluded',
    'consent-not-informed': 'the donor has not understood what giving means',
    'reports-incomplete': 'the reports before the panel are incomplete and not to be had in time',
  },
} as const satisfies Readonly<Record<Exclude<DecisionKind, 'surgery'>, Reasons>>;

export function reasonsFor(kind: keyof typeof REASONS): readonly [string, ...string[]] {
  return Object.keys(REASONS[kind]) as [string, ...string[]];
}

/** What anybody can do to a transplant. */
export type Action =
  | 'crossmatch-negative'
  | 'crossmatch-positive'
  | 'donor-centre-accepted'
  | 'donor-centre-declined'
  | 'recipient-centre-accepted'
  | 'recipient-centre-declined'
  | 'panel-approved'
  | 'panel-refused'
  | 'surgery-set';

export const ACTIONS = DECISION_KINDS.flatMap((kind) =>
  Object.values(DECISIONS[kind]).flatMap((outcome) => (outcome === null ? [] : [`${kind}-${outcome}`])),
) as readonly Action[];
