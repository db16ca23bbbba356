/** What a donor's typing says the donor carries, or may carry: the donor's side of the virtual crossmatch. */
import type { HlaRule } from '../policy/policy.ts';
import { DR51_TO_53_OF, type Locus } from './antigen-table.ts';
import { bitsOf, type Specificities } from './specificities.ts';

/**
 * `reported`: it stands in the typing. `possible`: the typing is too coarse to rule it out. `linked`: it goes with a
 * reported DR antigen.
 */
export type Evidence = 'reported' | 'possible' | 'linked';

export interface Carried {
  readonly name: string;
  /** What of the typing shows it. */
  readonly typed: string;
  readonly evidence: Evidence;
}

export interface DonorTyping {
  readonly carried: readonly Carried[];
  /** All of `carried`, as a set. */
  readonly bits: Int32Array;
  readonly typedLoci: ReadonlySet<Locus>;
}

/** `hla` as registered; names that stand above others of the same typing add nothing (`A9` beside `A24`). */
export function donorTyping(hla: readonly string[], rule: HlaRule, specificities: Specificities): DonorTyping {
  const typed = finestNames(hla, specificities);
  const carried = typed.flatMap((name) => carriedBy(name, name, 'reported', rule, specificities));
  const typedLoci = new Set(typed.map((name) => specificities.locusOf(name)));
  if (typedLoci.has('B')) typedLoci.add('Bw');
  if (!typedLoci.has('DR51-53') && rule.unreportedDr51To53 === 'inferred' && typedLoci.has('DR')) {
    typedLoci.add('DR51-53');
    for (const name of typed) carried.push(...linkedTo(name, rule, specificities));
  }
  return {
    carried,
    bits: bitsOf(
      specificities,
      carried.map(({ name }) => name),
    ),
    typedLoci,
  };
}

/** Canonical names without those that another of the list carries, in the order of names; an epitope always stays. */
export function finestNames(hla: readonly string[], specificities: Specificities): readonly string[] {
  const names = [...new Set(hla.map(specificities.canonical))].sort();
  const isEpitope = (name: string): boolean => specificities.locusOf(name) === 'Bw';
  return names.filter(
    (name) => isEpitope(name) || !names.some((other) => other !== name && specificities.closureOf(name).has(other)),
  );
}

function carriedBy(
  name: string,
  typed: string,
  evidence: Evidence,
  rule: HlaRule,
  specificities: Specificities,
): readonly Carried[] {
  const possible = name.includes('*')
    ? splitsOfAllele(name, rule, specificities)
    : [...possibleBelow(name, rule, specificities)];
  return [
    { name, typed, evidence },
    ...possible.map((below) => ({ name: below, typed, evidence: 'possible' as const })),
  ];
}

/** An allele known by a broad antigen alone may show any of its splits. */
function splitsOfAllele(allele: string, rule: HlaRule, specificities: Specificities): string[] {
  if (rule.broadTypedDonor === 'passes') return [];
  const steps = (specificities.antigensOf(allele) ?? []).flatMap((antigen) => specificities.stepsBelow(antigen));
  return steps.filter(({ relation }) => relation === 'split').map(({ below }) => below);
}

function possibleBelow(
  name: string,
  rule: HlaRule,
  specificities: Specificities,
  found = new Set<string>(),
): Set<string> {
  for (const { below, relation } of specificities.stepsBelow(name)) {
    const reading = relation === 'split' ? rule.broadTypedDonor : rule.antigenTypedDonor;
    if (relation === 'epitope' || reading === 'passes' || found.has(below)) continue;
    found.add(below);
    possibleBelow(below, rule, specificities, found);
  }
  return found;
}

function linkedTo(name: string, rule: HlaRule, specificities: Specificities): readonly Carried[] {
  const linked = (specificities.antigensOf(name) ?? []).map((antigen) => DR51_TO_53_OF.get(antigen));
  return linked
    .filter((antigen) => antigen !== undefined)
    .flatMap((antigen) => carriedBy(antigen, name, 'linked', rule, specificities));
}
