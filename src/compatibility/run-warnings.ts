/** What whoever uses the pool of a run must know of how it was made. */
import type { Compatibility } from './compatibility.ts';

/** `skipped` is what a trial did not ask for; empty for a run in earnest. */
export function warningsOf(compatibility: Compatibility, skipped: readonly string[]): readonly string[] {
  return [
    ...(skipped.length === 0 ? [] : [`trial, not to be acted on: ${skipped.join(' and ')} were not asked for`]),
    ...nobodyIn(compatibility),
    ...uncheckedLoci(compatibility),
    ...unmappedAlleles(compatibility),
    ...serologySource(compatibility),
  ];
}

function nobodyIn({ donors, recipients }: Compatibility): string[] {
  return donors.length + recipients.length > 0 ? [] : ['nobody is in this run: whoever is registered may not enter it'];
}

/** Loci at which unacceptable antigens could not be compared with all donors. */
function uncheckedLoci({ donors, recipients }: Compatibility): string[] {
  const listing = recipients.flatMap(({ antibodies }) => [...antibodies.loci.keys()]);
  return [...new Set(listing)].sort().flatMap((locus) => {
    const untyped = donors.filter(({ typing }) => !typing.typedLoci.has(locus)).length;
    const count = listing.filter((other) => other === locus).length;
    const text = `recipients with unacceptable antigens there ${count}, donors not typed there ${untyped}`;
    return untyped === 0 ? [] : [`not checked at ${locus}: ${text}`];
  });
}

function unmappedAlleles({ donors, recipients }: Compatibility): string[] {
  const people = [
    ...recipients.map((facts) => ({ kind: 'recipient', ...facts })),
    ...donors.map((facts) => ({ kind: 'donor', ...facts })),
  ].filter((person) => person.unmappedAlleles.length > 0);
  return people.map(({ kind, registration, unmappedAlleles: names }) => {
    const alleles = names.join(', ');
    return `${kind} ${registration.id} has no arcs: the table of alleles does not know ${alleles}`;
  });
}

/** Told where anyone is typed by alleles. */
function serologySource({ donors, recipients, serologySource: source }: Compatibility): string[] {
  const hasAlleles = [...donors, ...recipients].some(({ registration }) =>
    registration.hla.some((name) => name.includes('*')),
  );
  return hasAlleles ? [source] : [];
}
