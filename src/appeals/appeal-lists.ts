/** The closed lists of appeals: in whose name one is brought, and what one can come to. */
export const IN_NAME_OF = {
  person: 'the person themselves',
  relative: 'a relative or carer of the person',
  clinician: 'a clinician who looks after the person',
} as const;
export type InNameOf = keyof typeof IN_NAME_OF;
export const IN_NAME_OF_CODES = Object.keys(IN_NAME_OF) as [InNameOf, ...InNameOf[]];

export interface FindingKind {
  readonly says: string;
  /** Of the same, to the person. */
  readonly letter: string;
}

export const FINDINGS = {
  'fact-wrong': {
    says: 'upheld: a fact was wrong',
    letter: 'You were right to ask. Something that was recorded was wrong.',
  },
  'rule-wrong': {
    says: 'upheld: a rule was applied wrongly',
    letter: 'You were right to ask. A rule was not applied as it should have been.',
  },
  'not-upheld': {
    says: 'not upheld: the reason stands',
    letter: 'We looked at everything again. We found no mistake, and the reason stands.',
  },
} as const satisfies Readonly<Record<string, FindingKind>>;
export type Finding = keyof typeof FINDINGS;
export const FINDING_CODES = Object.keys(FINDINGS) as [Finding, ...Finding[]];

export const TEXT_CHARACTERS = {
  asks: { min: 3, max: 1_000 },
  found: { min: 10, max: 2_000 },
  changed: { min: 10, max: 2_000 },
} as const;
