/** Hierarchies over criteria that are sums over donors and gifts, and what can be made of their certificates. */
import type { Certificate, LevelEvidence } from '../../../solver/certificate/certificate.ts';
import { senseOf, type CriterionId, type Limits, type Rules } from '../../../solver/limits.ts';

const HIERARCHIES: readonly (readonly CriterionId[])[] = [
  ['recipients', 'transplants', 'score'],
  ['score', 'recipients'],
  ['transplants', 'score'],
  ['recipients', 'score', 'transplants'],
];

export function sumRules(seed: number, limits?: Limits): Rules {
  const varied = { cyclePairsMax: 2 + (seed % 3), chainPairsMax: 1 + (seed % 4) };
  return { limits: limits ?? varied, criteria: HIERARCHIES[seed % 4], backArcs: 'any-donor', tieSeed: '' };
}

/**
 * The same proof, where the second level of the root also leans on the first: its evidence is added, so that fewer columns that
 * are not live are left uncovered. As it is where the first bound is not met exactly.
 */
export function leaning(certificate: Certificate): Certificate {
  const { criteria, values, proof } = certificate;
  const [first, second, ...others] = proof.levels;
  const exact = second !== undefined && totalOf(first) === first.scale * senseOf(criteria[0]) * values[0];
  if (!exact) return certificate;
  const both: LevelEvidence = {
    scale: second.scale,
    recipients: sumOf(first.recipients, second.recipients),
    altruists: sumOf(first.altruists, second.altruists),
    oddSets: [...first.oddSets, ...second.oddSets],
    earlier: [(second.earlier[0] ?? 0) - first.scale],
  };
  return { ...certificate, proof: { ...proof, levels: [first, both, ...others] } };
}

function totalOf({ recipients, altruists, oddSets }: LevelEvidence): number {
  const rows = [...Object.values(recipients), ...Object.values(altruists)];
  const sets = oddSets.map((set) => set.multiplier * ((set.recipients.length + set.altruists.length) >> 1));
  return [...rows, ...sets].reduce((sum, multiplier) => sum + multiplier, 0);
}

function sumOf(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Record<string, number> {
  const sums = new Map(Object.entries(a));
  for (const [id, multiplier] of Object.entries(b)) sums.set(id, (sums.get(id) ?? 0) + multiplier);
  return Object.fromEntries(sums);
}
