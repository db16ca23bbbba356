/** The virtual crossmatch: what the donor carries, or may carry, against what the recipient's antibodies bar. */
import type { Policy } from '../../policy/policy.ts';
import type { DonorFacts, RecipientFacts } from '../facts.ts';
import type { Carried } from '../../hla/donor-typing.ts';
import { intersect } from '../../hla/specificities.ts';
import type { Reason, Rule } from '../rule.ts';

export const crossmatchRule: Rule = {
  code: 'unacceptable-antigen',
  bars: (donor, recipient) => intersect(donor.typing.bits, recipient.antibodies.bits),
  reasons(donor, recipient) {
    const { barred } = recipient.antibodies;
    const found = donor.typing.carried.filter(({ name }) => barred.has(name));
    const reasons = new Map<string, Omit<Reason, 'code'>>();
    for (const carried of found) {
      const listed = barred.get(carried.name)!;
      const key = `${listed} ${carried.typed}`;
      if (!reasons.has(key)) reasons.set(key, reasonOf(listed, carried));
    }
    return [...reasons.values()];
  },
};

function reasonOf(listed: string, { name, typed, evidence }: Carried): Omit<Reason, 'code'> {
  const unacceptable = `antigen ${listed} is unacceptable`;
  switch (evidence) {
    case 'reported':
      return { text: `${unacceptable}, and the donor is typed ${typed}`, field: 'fixed.unacceptable' };
    case 'linked':
      return {
        text: `${unacceptable}, and goes with ${typed} of the donor, for whom none of DR51, DR52 and DR53 is reported`,
        field: 'hla.unreportedDr51To53',
      };
    case 'possible':
      return {
        text: `${unacceptable}, and the donor is typed only as ${typed}, which may be ${name}`,
        field: name.includes('*') ? 'hla.antigenTypedDonor' : 'hla.broadTypedDonor',
      };
  }
}

/** Unacceptable antigens that no typing of this donor answers: the donor was not typed at their loci. */
export function uncheckedAntigens(donor: DonorFacts, recipient: RecipientFacts): readonly string[] {
  const unchecked: string[] = [];
  for (const [locus, listed] of recipient.antibodies.loci) {
    if (!donor.typing.typedLoci.has(locus)) unchecked.push(...listed);
  }
  return unchecked;
}

export function untypedLocusRule({ hla }: Policy): Rule {
  return {
    code: 'untyped-locus',
    bars: (donor, recipient) => hla.untypedLocus === 'bars' && uncheckedAntigens(donor, recipient).length > 0,
    reasons: (donor, recipient) =>
      uncheckedAntigens(donor, recipient).map((listed) => ({
        text: `antigen ${listed} is unacceptable, and the donor is not typed at its locus`,
        field: 'hla.untypedLocus',
      })),
  };
}

/** An allele whose antigen the table of alleles does not tell is for a person to decide. */
export const unmappedAlleleRule: Rule = {
  code: 'unmapped-allele',
  bars: (donor, recipient) => donor.unmappedAlleles.length > 0 || recipient.unmappedAlleles.length > 0,
  reasons: (donor, recipient) => [
    ...unmappedReasons('donor', donor.unmappedAlleles),
    ...unmappedReasons('recipient', recipient.unmappedAlleles),
  ],
};

function unmappedReasons(who: string, alleles: readonly string[]): Omit<Reason, 'code'>[] {
  return alleles.map((allele) => ({
    text: `the table of alleles does not say which antigen allele ${allele} of the ${who} shows`,
    field: 'fixed.unmappedAllele',
  }));
}
