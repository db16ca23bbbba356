/** A case of the benchmark: where its pool comes from and the rules it is solved under. Plain data, as it stands in the results. */
import type { ProfileId } from '../../instances/generators/catalogue.ts';
import type { ScoreModel } from '../../instances/generators/scores.ts';
import type { Rules } from '../../solver/index.ts';

export type PoolSource =
  | {
      readonly kind: 'generated';
      readonly profile: ProfileId;
      readonly recipients: number;
      readonly altruists: number;
      readonly seed: string;
      readonly scores: ScoreModel;
    }
  /** One file, or two that belong together. */
  | { readonly kind: 'files'; readonly paths: readonly string[] };

/** The final draw between equal sets has no part in what is measured. */
export type CaseRules = Omit<Rules, 'tieSeed'>;

export interface BenchCase {
  readonly suite: string;
  /** Distinct within its suite. */
  readonly name: string;
  /** Cases of a series are one line of a plot. */
  readonly series: string;
  readonly source: PoolSource;
  readonly rules: CaseRules;
  /** Only measured where large cases are asked for. */
  readonly large?: true;
  /** Values known from elsewhere, by criterion; the score in units. */
  readonly known?: readonly number[];
}

/** Equal for the same case under the same rules. */
export function keyOf({ suite, name, rules }: Pick<BenchCase, 'suite' | 'name' | 'rules'>): string {
  const { criteria, limits, backArcs } = rules;
  return [suite, name, criteria.join(','), limits.cyclePairsMax, limits.chainPairsMax, backArcs].join(' | ');
}

/** `K 3, L 6`: most pairs in a cycle, and in a chain after its altruist. */
export function limitsText({ limits }: CaseRules): string {
  return `K ${limits.cyclePairsMax}, L ${limits.chainPairsMax}`;
}
