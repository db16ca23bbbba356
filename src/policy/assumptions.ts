/** What the known policies take for granted where the public texts leave a question open, and the field that changes it. */
import type { Assumption } from './policy.ts';

export const ASSUMPTIONS: readonly Assumption[] = [
  {
    field: 'donorAge.differenceInclusive',
    text: 'Donors whose ages differ by exactly 20 years earn the age points.',
  },
  {
    field: null,
    text: 'Scores in a pool exclude the age points and the tie-breaker, which are added for each gift of an exchange.',
  },
  {
    field: null,
    text: 'Where the age of either donor is missing, neither age points nor tie-breaker are added.',
  },
  {
    field: 'backArcs',
    text: 'Any registered donor of a recipient may supply a back-arc, not only the donor who gives in the exchange.',
  },
  {
    field: null,
    text: 'A long chain counts the short chain within it as a back-arc, so it has one to three.',
  },
  {
    field: null,
    text: 'A donor may be registered with one recipient only; of several donors of a recipient at most one gives.',
  },
  {
    field: 'drawSeed',
    text: 'Sets equal in every criterion are drawn between, seeded with the digest of the pool.',
  },
  {
    field: 'points.perPreviousRun',
    text: 'Every earlier matching run a recipient took part in earns the same points, without a cap.',
  },
  {
    field: 'points.atFullCrf',
    text: 'Points for sensitisation are in proportion to the calculated reaction frequency, rounded to five decimals.',
  },
  {
    field: 'points.hlaLevels',
    text: 'Mismatch levels are those of the deceased donor scheme, from mismatches at A, B and DR.',
  },
  {
    field: 'hla.mismatchesAt',
    text: 'Mismatches are counted between split antigens; a broad antigen matches its splits; rare antigens are not defaulted.',
  },
  {
    field: 'hla.untypedMismatches',
    text: 'A locus that was not typed counts as two mismatches.',
  },
  {
    field: 'hla.broadTypedDonor',
    text: 'A donor typed only as a broad antigen may carry any of its splits, and is barred by an unacceptable one.',
  },
  {
    field: 'hla.antigenTypedDonor',
    text: 'A donor typed only as an antigen may carry any allele or associated antigen of it, and is barred by an unacceptable one.',
  },
  {
    field: 'hla.untypedLocus',
    text: 'A donor not typed at the locus of an unacceptable antigen is not barred by it; the laboratory crossmatch decides.',
  },
  {
    field: 'hla.unreportedDr51To53',
    text: 'Where none of DR51, DR52 and DR53 is reported, a donor carries the one that goes with each DR antigen.',
  },
  {
    field: 'hla.acceptedAntigens',
    text: 'An unacceptable antigen that the centre accepts at low strength does not bar.',
  },
  {
    field: 'bloodGroups.incompatible',
    text: 'A blood-group-incompatible donor may give where the measured titre is within the limit the recipient accepts.',
  },
  {
    field: 'bloodGroups.a2Donors',
    text: 'Donors of subgroup A2 count as group A.',
  },
  {
    field: 'freshness.antibodySampleDaysMax',
    text: 'An antibody sample is good for 92 days, a quarter.',
  },
  {
    field: 'freshness.consentDaysMax',
    text: 'Consent must have been given within a year of the run.',
  },
  {
    field: 'freshness.assessmentDaysMax',
    text: 'A donor must have been assessed within a year of the run.',
  },
  {
    field: 'freshness.authorityApprovalDaysMax',
    text: 'An altruist must have been approved by the Human Tissue Authority within a year of the run; a paired donor need not be before it.',
  },
];
