/** Who can give to whom, and why, or why not. */
import type { Policy } from '../policy/policy.ts';
import type { Registrations } from '../registrations/registration.ts';
import {
  donorFacts,
  exclusionsByDonor,
  namesIn,
  recipientFacts,
  type DonorFacts,
  type RecipientFacts,
} from './facts.ts';
import { arcFacts } from './arc-facts.ts';
import { mismatchCounter, type MismatchCounter } from '../hla/mismatches.ts';
import { FIRST_FIELD_SEROLOGY, type Serology } from '../hla/serology.ts';
import { specificitiesOf } from '../hla/specificities.ts';
import type { Reason, Rule } from './rule.ts';
import { uncheckedAntigens } from './rules/crossmatch.ts';
import { rulesOfCompatibility } from './rules/rules.ts';
import { scorePartsOf, type ScoreParts } from './score.ts';

export interface CompatibilityOptions {
  /** A trial asks for no dates of samples. */
  readonly trial?: boolean;
  /** Which antigens alleles show; by the rule of the first field where not given. */
  readonly serology?: Serology;
}

export interface DonorArcs {
  /** Indices into `recipients`, ascending. */
  readonly recipients: Int32Array;
  /** Beside them, in units of 1e-5 points, without what ages add. */
  readonly scoreUnits: Float64Array;
}

export type Explanation =
  | {
      readonly arc: true;
      readonly scoreParts: ScoreParts;
      /** The recorded facts that let it be, as sentences without stops. */
      readonly facts: readonly string[];
      /** Unacceptable antigens that could not be checked, since the donor is not typed at their loci. */
      readonly unchecked: readonly string[];
    }
  | { readonly arc: false; readonly reasons: readonly Reason[] };

export interface Compatibility {
  readonly policy: Policy;
  readonly date: string;
  /** In the order of ids, whatever order they were registered in. */
  readonly recipients: readonly RecipientFacts[];
  readonly donors: readonly DonorFacts[];
  readonly serologySource: string;
  /** Arcs of the donor at this place of `donors`. */
  arcsOf(donor: number): DonorArcs;
  /** The arc with its score, or every reason why there is none; undefined where either is not registered. */
  explain(donorId: string, recipientId: string): Explanation | undefined;
}

/**
 * `date` is the day of the run, `YYYY-MM-DD`. Registrations must have passed their reader; a name of an antigen that it would
 * have refused is thrown at.
 */
export function compatibilityOf(
  registrations: Registrations,
  policy: Policy,
  date: string,
  { trial = false, serology = FIRST_FIELD_SEROLOGY }: CompatibilityOptions = {},
): Compatibility {
  const specificities = specificitiesOf(namesIn(registrations), serology);
  const exclusions = exclusionsByDonor(registrations.exclusions);
  const recipients = [...registrations.recipients]
    .sort(byId)
    .map((registration) => recipientFacts(registration, policy, date, specificities));
  const donors = [...registrations.donors]
    .sort(byId)
    .map((registration) => donorFacts(registration, exclusions, policy, date, specificities));
  const rules = rulesOfCompatibility(policy, trial);
  const countMismatches = mismatchCounter(policy.hla);
  const donorsById = new Map(donors.map((donor) => [donor.registration.id, donor]));
  const recipientsById = new Map(recipients.map((recipient) => [recipient.registration.id, recipient]));
  return {
    policy,
    date,
    recipients,
    donors,
    serologySource: serology.source,
    arcsOf: (donor) => arcsOf(donors[donor], recipients, rules, policy, countMismatches),
    explain(donorId, recipientId) {
      const donor = donorsById.get(donorId);
      const recipient = recipientsById.get(recipientId);
      if (donor === undefined || recipient === undefined) return undefined;
      return explanationOf(donor, recipient, rules, policy, countMismatches);
    },
  };
}

function arcsOf(
  donor: DonorFacts,
  recipients: readonly RecipientFacts[],
  rules: readonly Rule[],
  policy: Policy,
  countMismatches: MismatchCounter,
): DonorArcs {
  const found: number[] = [];
  for (let index = 0; index < recipients.length; index++) {
    if (!isBarred(donor, recipients[index], rules)) found.push(index);
  }
  const unitsOf = (index: number): number => {
    const { registration, matching } = recipients[index];
    return scorePartsOf(registration, countMismatches(donor.matching, matching), policy).totalUnits;
  };
  return { recipients: Int32Array.from(found), scoreUnits: Float64Array.from(found, unitsOf) };
}

function isBarred(donor: DonorFacts, recipient: RecipientFacts, rules: readonly Rule[]): boolean {
  for (const rule of rules) if (rule.bars(donor, recipient)) return true;
  return false;
}

function explanationOf(
  donor: DonorFacts,
  recipient: RecipientFacts,
  rules: readonly Rule[],
  policy: Policy,
  countMismatches: MismatchCounter,
): Explanation {
  const barring = rules.filter((rule) => rule.bars(donor, recipient));
  if (barring.length > 0) {
    const reasonsOf = (rule: Rule): Reason[] =>
      rule.reasons(donor, recipient).map((reason) => ({ code: rule.code, ...reason }));
    return { arc: false, reasons: barring.flatMap(reasonsOf) };
  }
  const mismatches = countMismatches(donor.matching, recipient.matching);
  return {
    arc: true,
    scoreParts: scorePartsOf(recipient.registration, mismatches, policy),
    facts: arcFacts(donor, recipient, policy),
    unchecked: uncheckedAntigens(donor, recipient),
  };
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
