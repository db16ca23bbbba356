/** What the rules look at: each person's registration with all that can be worked out from it alone, once. */
import type { Policy } from '../policy/policy.ts';
import { completedYears, daysBetween } from '../registrations/calendar-date.ts';
import type {
  DonorRegistration,
  Exclusion,
  RecipientRegistration,
  Registrations,
} from '../registrations/registration.ts';
import { donorTyping, type DonorTyping } from '../hla/donor-typing.ts';
import { matchingTyping, type MatchingTyping } from '../hla/mismatches.ts';
import { recipientAntibodies, type RecipientAntibodies } from '../hla/recipient-antibodies.ts';
import type { Specificities } from '../hla/specificities.ts';

export interface DonorFacts {
  readonly registration: DonorRegistration;
  readonly ageYears: number;
  readonly typing: DonorTyping;
  readonly matching: MatchingTyping;
  /** Reasons by recipient. */
  readonly exclusions: ReadonlyMap<string, readonly string[]>;
  /** Alleles of which nobody knows the antigen. */
  readonly unmappedAlleles: readonly string[];
}

export interface RecipientFacts {
  readonly registration: RecipientRegistration;
  readonly antibodies: RecipientAntibodies;
  readonly matching: MatchingTyping;
  readonly unmappedAlleles: readonly string[];
  /** Of the antibody sample on the day of the run; null where no sample is recorded. */
  readonly sampleAgeDays: number | null;
}

/** Every name of antigens and alleles that occurs. */
export function namesIn({ recipients, donors }: Registrations): Set<string> {
  const names = new Set<string>();
  for (const { hla } of donors) for (const name of hla) names.add(name);
  for (const { hla, unacceptable, accepts } of recipients) {
    for (const name of [...hla, ...unacceptable, ...accepts.hla]) names.add(name);
  }
  return names;
}

export type ExclusionsByDonor = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

export function exclusionsByDonor(exclusions: readonly Exclusion[]): ExclusionsByDonor {
  const byDonor = new Map<string, Map<string, string[]>>();
  for (const { donorId, recipientId, reason } of exclusions) {
    const ofDonor = byDonor.get(donorId) ?? new Map<string, string[]>();
    byDonor.set(donorId, ofDonor.set(recipientId, [...(ofDonor.get(recipientId) ?? []), reason].sort()));
  }
  return byDonor;
}

const NONE: ReadonlyMap<string, readonly string[]> = new Map();

export function donorFacts(
  registration: DonorRegistration,
  exclusions: ExclusionsByDonor,
  policy: Policy,
  date: string,
  specificities: Specificities,
): DonorFacts {
  const { id, hla, birthDate } = registration;
  return {
    registration,
    ageYears: completedYears(birthDate, date),
    typing: donorTyping(hla, policy.hla, specificities),
    matching: matchingTyping(hla, specificities),
    exclusions: exclusions.get(id) ?? NONE,
    unmappedAlleles: unmapped(hla, specificities),
  };
}

export function recipientFacts(
  registration: RecipientRegistration,
  policy: Policy,
  date: string,
  specificities: Specificities,
): RecipientFacts {
  const { hla, unacceptable, accepts, antibodySampleDate } = registration;
  return {
    registration,
    antibodies: recipientAntibodies(unacceptable, accepts.hla, policy.hla, specificities),
    matching: matchingTyping(hla, specificities),
    unmappedAlleles: unmapped([...hla, ...unacceptable], specificities),
    sampleAgeDays: antibodySampleDate === null ? null : daysBetween(antibodySampleDate, date),
  };
}

function unmapped(names: readonly string[], specificities: Specificities): readonly string[] {
  const found = names.map(specificities.canonical).filter((name) => specificities.antigensOf(name) === null);
  return [...new Set(found)].sort();
}
