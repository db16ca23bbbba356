/** Which loci a typing tells of, and how many antigens at each. */
import { alleleLocus, firstFieldAntigens, readAllele } from '../hla/alleles.ts';
import { ANTIGEN_RELATIONS, antigenLocus, type Locus } from '../hla/antigen-table.ts';

/** What a typing must have for mismatches to be counted. */
export const NEEDED_LOCI = ['A', 'B', 'DR'] as const satisfies readonly Locus[];

/** Two chromosomes carry two antigens at a locus. */
export const ANTIGENS_AT_LOCUS_MAX = 2;

/** The locus of a name that `readAntigen` gave. */
export function locusOf(name: string): Locus | null {
  const known = antigenLocus(name);
  if (known !== undefined) return known;
  const reading = readAllele(name);
  return reading.kind === 'allele' ? alleleLocus(reading.allele) : null;
}

export function lociOf(names: readonly string[]): ReadonlySet<Locus> {
  return new Set(names.map(locusOf).filter((locus) => locus !== null));
}

/** Loci with more antigens than a person can have; an antigen told twice, broad and split or as an allele, counts once. */
export function overfullLoci(names: readonly string[]): readonly Locus[] {
  const antigens = new Set(names.flatMap(asAntigens));
  const counts = new Map<Locus, number>();
  for (const antigen of antigens) {
    if (isAboveAny(antigen, antigens)) continue;
    const locus = locusOf(antigen);
    if (locus !== null) counts.set(locus, (counts.get(locus) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count > ANTIGENS_AT_LOCUS_MAX).map(([locus]) => locus);
}

/** One name: an allele that may show either of two antigens stands for the first. */
function asAntigens(name: string): readonly string[] {
  const reading = name.includes('*') ? readAllele(name) : null;
  if (reading?.kind !== 'allele' || reading.allele.isNull) return [name];
  return [firstFieldAntigens(reading.allele)[0] ?? name];
}

/** A broad antigen may have both splits and associated antigens. */
const BELOW: ReadonlyMap<string, readonly string[]> = ANTIGEN_RELATIONS.filter(
  ({ relation }) => relation !== 'epitope',
).reduce((map, { above, below }) => map.set(above, [...(map.get(above) ?? []), ...below]), new Map<string, string[]>());

/** The name and all that stand below it: splits, theirs, and associated antigens. */
export function namesBelow(name: string): readonly string[] {
  return [name, ...(BELOW.get(name) ?? []).flatMap(namesBelow)];
}

function isAboveAny(name: string, antigens: ReadonlySet<string>): boolean {
  return namesBelow(name).some((below) => below !== name && antigens.has(below));
}

/** Names that stand in only one of two typings, in order; how often a name stands says nothing. */
export function differingNames(a: readonly string[], b: readonly string[]): readonly string[] {
  const one = new Set(a);
  const other = new Set(b);
  return [...new Set([...a, ...b])].filter((name) => one.has(name) !== other.has(name)).sort();
}
