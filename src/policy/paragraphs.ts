/** A policy in sentences, one for each field that decides something, so that an answer can name what it follows from. */
import type { Policy } from './policy.ts';

export interface Paragraph {
  /** Path of the field (`hla.broadTypedDonor`), or the name of a rule that no field changes (`fixed.excluded`). */
  readonly field: string;
  readonly text: string;
}

/** In the order in which a run uses them. */
export function paragraphsOf(policy: Policy): readonly Paragraph[] {
  return [
    ...whoGives(policy),
    ...crossmatch(policy),
    ...freshness(policy),
    ...points(policy),
    ...exchanges(policy),
  ].map(([field, text]) => ({ field, text }));
}

/** What holds under every policy, in the order in which a run uses it. */
export const FIXED_PARAGRAPHS = [
  {
    field: 'fixed.entry',
    text:
      'Only people whose facts are whole, the same in both entries, and recent enough enter a run; a donor only with their ' +
      'recipient, a recipient only with a donor.',
  },
  { field: 'fixed.suspended', text: 'Nobody who is suspended gives or receives.' },
  { field: 'fixed.ownRecipient', text: 'A donor gives to another recipient than the one they are registered with.' },
  {
    field: 'fixed.exclusions',
    text: 'A donor does not give to a recipient where an exclusion of the two is recorded.',
  },
  {
    field: 'fixed.unacceptable',
    text:
      'A donor does not give to a recipient to whom an antigen or allele that the donor carries is unacceptable, be it as a ' +
      'broad, a split or an associated antigen, or as a carrier of Bw4 or Bw6.',
  },
  {
    field: 'fixed.unmappedAllele',
    text: 'Nobody gives or receives of whose alleles the antigens are not known, until a person has decided.',
  },
  {
    field: 'fixed.donorCriteria',
    text:
      'The age, weight and kidney function of a donor are within what the recipient’s centre accepts; where it sets a limit, ' +
      'the value must be known.',
  },
] as const satisfies readonly Paragraph[];

/** A field of the policy, or a rule that none changes. */
export type ParagraphName =
  (typeof FIXED_PARAGRAPHS)[number]['field'] | `${keyof Policy}` | `${keyof Policy}.${string}`;

/** The sentence of a field or fixed rule, or undefined where there is no such thing. */
export function paragraphOf(policy: Policy, field: string): string | undefined {
  return [...FIXED_PARAGRAPHS, ...paragraphsOf(policy)].find((paragraph) => paragraph.field === field)?.text;
}

type Sentence = readonly [field: string, text: string];

function whoGives({ bloodGroups }: Policy): Sentence[] {
  const incompatible = {
    'with-titre':
      'A donor of an incompatible blood group may give where the titre is within what the recipient accepts.',
    never: 'A donor of an incompatible blood group may not give.',
  }[bloodGroups.incompatible];
  const a2Donors = {
    'as-a1': 'Donors of subgroup A2 count as group A.',
    compatible: 'Donors of subgroup A2 may give to recipients without A, as if they had no A.',
    'with-titre': 'Donors of subgroup A2 may give to recipients without A where the titre is within what they accept.',
  }[bloodGroups.a2Donors];
  return [
    ['bloodGroups.incompatible', incompatible],
    ['bloodGroups.a2Donors', a2Donors],
  ];
}

function barsOrNot(reading: 'bars' | 'passes'): string {
  return reading === 'bars' ? 'is barred' : 'is not barred';
}

function ageSentence(what: string, daysMax: number | null): string {
  return daysMax === null
    ? `${what} is not asked for.`
    : `${what} must be at most ${daysMax} days old on the day of the run.`;
}

function crossmatch({ hla }: Policy): Sentence[] {
  return [
    [
      'hla.broadTypedDonor',
      `A donor typed only as a broad antigen ${barsOrNot(hla.broadTypedDonor)} by an unacceptable split of it.`,
    ],
    [
      'hla.antigenTypedDonor',
      `A donor typed only as an antigen ${barsOrNot(hla.antigenTypedDonor)} by an unacceptable allele or associated antigen of it.`,
    ],
    [
      'hla.untypedLocus',
      `A donor not typed at the locus of an unacceptable antigen ${barsOrNot(hla.untypedLocus)} by it.`,
    ],
    [
      'hla.unreportedDr51To53',
      hla.unreportedDr51To53 === 'inferred'
        ? 'Where none of DR51, DR52 and DR53 is reported, a donor carries those that go with the DR antigens.'
        : 'Where none of DR51, DR52 and DR53 is reported, a donor carries none.',
    ],
    [
      'hla.acceptedAntigens',
      hla.acceptedAntigens === 'pass'
        ? 'An unacceptable antigen that the centre accepts after all does not bar.'
        : 'An unacceptable antigen bars even where the centre accepts it.',
    ],
    ['hla.mismatchesAt', `Mismatches at A, B and DR are counted between ${hla.mismatchesAt} antigens.`],
    ['hla.untypedMismatches', `A locus not typed counts as ${hla.untypedMismatches} mismatches.`],
  ];
}

function freshness({ freshness: limits }: Policy): Sentence[] {
  return [
    ['freshness.antibodySampleDaysMax', ageSentence('The antibody sample', limits.antibodySampleDaysMax)],
    ['freshness.consentDaysMax', ageSentence('Consent', limits.consentDaysMax)],
    ['freshness.assessmentDaysMax', ageSentence('The assessment of a donor', limits.assessmentDaysMax)],
    [
      'freshness.authorityApprovalDaysMax',
      ageSentence('Approval of an altruist by the authority', limits.authorityApprovalDaysMax),
    ],
  ];
}

function points({ points: rule, donorAge }: Policy): Sentence[] {
  const limit = donorAge.differenceInclusive ? 'at most' : 'less than';
  return [
    ['points.perPreviousRun', `${rule.perPreviousRun} points for each matching run the recipient took part in before.`],
    ['points.atFullCrf', `${rule.atFullCrf} points at a calculated reaction frequency of 100%, in proportion below.`],
    ['points.hlaLevels', `${rule.hlaLevels.join(', ')} points at HLA mismatch levels 1, 2, 3, 4.`],
    [
      'donorAge',
      `${donorAge.points} points where consecutive donors differ in age by ${limit} ${donorAge.differenceYearsMax} years, ` +
        `and a tie-breaker of 0.00001 times the square of ${donorAge.tieBreakerYears} less the difference.`,
    ],
  ];
}

function exchanges({ limits, criteria, backArcs }: Policy): Sentence[] {
  return [
    ['limits.cyclePairsMax', `At most ${limits.cyclePairsMax} pairs in an exchange without an altruist.`],
    [
      'limits.chainPairsMax',
      `At most ${limits.chainPairsMax} ${limits.chainPairsMax === 1 ? 'pair' : 'pairs'} in a chain after its altruist.`,
    ],
    ['criteria', `Criteria, in order: ${criteria.join(', ')}.`],
    [
      'backArcs',
      backArcs === 'any-donor'
        ? 'Any donor of a recipient may supply a back-arc.'
        : 'Only the donor who gives in the exchange may supply a back-arc.',
    ],
    ['drawSeed', 'Sets equal in every criterion are drawn between, seeded with the digest of the pool.'],
  ];
}
