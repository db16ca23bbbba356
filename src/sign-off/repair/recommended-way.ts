/**
 * Which way on is recommended, and why: the one that keeps most recipients of the stopped exchange; among those, the best by the
 * policy's criteria in their order; then the one in which most that is accepted stays; then the first as they are listed. What the
 * checker refused is never recommended.
 */
import { senseOf, type CriterionId } from '../../../solver/index.ts';
import { isAccepted } from '../carry-over.ts';
import type { WayName } from './repair-basis.ts';
import type { CriterionValue, WayOn } from './repair-document.ts';

export interface Recommendation {
  readonly way: WayName;
  /** What set it before the others: `only` where there is no other, `first` where nothing did. */
  readonly by: 'only' | 'recipients-kept' | CriterionId | 'accepted-kept' | 'first';
}

export function recommendedWay(ways: readonly WayOn[]): Recommendation {
  const [first, ...others] = ways.filter(({ verdict }) => verdict !== 'refused');
  const best = others.reduce((one, other) => (lead(other, one).by > 0 ? other : one), first);
  // What sets the best before the one that comes nearest.
  const leads = [first, ...others].filter((other) => other !== best).map((other) => lead(best, other));
  const by = leads.sort((a, b) => b.level - a.level)[0]?.what ?? 'only';
  return { way: best.way, by };
}

interface Lead {
  /** Above 0 where the one is better, below where it is worse. */
  readonly by: number;
  /** How far down the rule it was decided. */
  readonly level: number;
  readonly what: Recommendation['by'];
}

function lead(one: WayOn, other: WayOn): Lead {
  const steps: readonly (readonly [what: Recommendation['by'], by: number])[] = [
    ['recipients-kept', one.kept.length - other.kept.length],
    ...one.criteria.map(({ id }, at) => [id, betterBy(one.criteria[at], other.criteria[at])] as const),
    ['accepted-kept', acceptedIn(one) - acceptedIn(other)],
  ];
  const level = steps.findIndex(([, by]) => by !== 0);
  if (level === -1) return { by: 0, level: steps.length, what: 'first' };
  const [what, by] = steps[level];
  return { by, level, what };
}

function acceptedIn({ staying }: WayOn): number {
  return staying.filter(isAccepted).length;
}

/** Above 0 where the one is better by this criterion. */
function betterBy({ id, value }: CriterionValue, other: CriterionValue): number {
  return senseOf(id) * (Number(value) - Number(other.value));
}

/** Above 0 where the one is better by the criteria in their order. */
export function compareCriteria(one: readonly CriterionValue[], other: readonly CriterionValue[]): number {
  return one.map((value, at) => betterBy(value, other[at])).find((by) => by !== 0) ?? 0;
}
