/**
 * Published times beside ours: Arslan, Omer and Yan, KidneyExchange.jl (Mathematical Programming Computation, 2024), from the raw
 * results in its repository. Their branch-and-price, Gurobi 9.1.2, one thread of a 24-core machine, most recipients, means over ten
 * pools of the same model and size, limit 7,200 s; about 0.8 s of each is Julia's start. Other pools than ours on another machine:
 * an order of magnitude, never a ratio.
 */
import type { CaseResult } from '../results/results.ts';
import { isEnded } from '../results/summary.ts';
import { secondsText } from './figures.ts';

export const PUBLISHED_SOURCE =
  'KidneyExchange.jl (Arslan, Omer and Yan 2024): branch-and-price with Gurobi 9.1.2, one thread of a 24-core machine, wall clock, mean of the pools ' +
  'solved of ten of the same model and size, limit 7,200 s. Other pools, another machine, a commercial solver: an order of magnitude beside ours, not a ratio.';
export const PUBLISHED_LABEL = 'published: KidneyExchange.jl, Gurobi 9.1.2, other machine';

type Family = 'preflib' | 'saidman' | 'sparse' | 'heterogeneous';

export interface PublishedTime {
  readonly family: Family;
  readonly pairs: number;
  readonly altruists: number;
  readonly cyclePairsMax: number;
  readonly chainPairsMax: number;
  /** Mean over those solved; null where none is given. */
  readonly seconds: number | null;
  /** Of ten. */
  readonly solved: number;
}

const OF = 10;
const ALTRUISTS_APART_MAX = 2;

type Row = readonly [size: string, limits: string, seconds: number | null, solved?: number];

const ROWS: Readonly<Record<Family, readonly Row[]>> = {
  preflib: [
    ['128/19', '3/3', 0.93],
    ['256/12', '3/3', 1.08],
    ['256/38', '3/3', 1.17],
    ['256/38', '4/6', 1.08],
    ['512/76', '3/3', 1.7],
    ['512/76', '4/6', 1.67],
    ['1024/153', '3/3', 3.77],
    ['1024/153', '4/6', 4.16],
    ['2048/102', '3/3', 9.9],
    ['2048/102', '4/6', 11.5],
    ['2048/204', '3/3', 10.9],
    ['2048/204', '3/6', 11.9],
    ['2048/204', '4/6', 12.9],
    ['2048/307', '3/3', 12.6],
    ['2048/307', '3/6', 13.3],
    ['2048/307', '4/6', 15.3],
    ['2048/0', '3/0', 7.7],
    ['2048/0', '4/0', 11.3],
    ['2048/0', '2/0', null, 7],
  ],
  saidman: [
    ['6000/0', '2/0', null, 3],
    ['6000/0', '3/0', 73],
    ['6000/600', '3/6', 99],
    ['10000/1000', '3/6', 355],
  ],
  sparse: [
    ['2048/0', '3/0', 113],
    ['2048/204', '3/6', 7.6],
    ['2048/204', '2/4', 1611, 7],
    ['2048/204', '2/6', 1916, 7],
    ['6000/0', '3/0', 78],
    ['6000/600', '2/4', null, 6],
    ['6000/600', '2/6', null, 3],
    ['6000/600', '3/6', 64],
    ['10000/1000', '3/6', 410],
  ],
  heterogeneous: [
    ['2048/0', '3/0', 6.8],
    ['2048/204', '3/6', 10.7],
    ['6000/0', '3/0', 54],
    ['6000/600', '3/6', 139],
    ['10000/1000', '3/6', 546],
  ],
};

const PUBLISHED: readonly PublishedTime[] = Object.entries(ROWS).flatMap(([family, rows]) =>
  rows.map(([size, limits, seconds, solved = OF]) => {
    const [pairs, altruists] = numbersIn(size);
    const [cyclePairsMax, chainPairsMax] = numbersIn(limits);
    return { family: family as Family, pairs, altruists, cyclePairsMax, chainPairsMax, seconds, solved };
  }),
);

function numbersIn(text: string): number[] {
  return text.split('/').map(Number);
}

/** What is published of pools of this model and size under these limits. */
export function publishedFor({ source, rules, runs }: CaseResult): PublishedTime | undefined {
  const size = runs.find(isEnded)?.pool;
  if (size === undefined || rules.criteria.join(',') !== 'recipients') return undefined;
  const families = familiesOf(source);
  return PUBLISHED.find(
    ({ family, pairs, altruists, cyclePairsMax, chainPairsMax }) =>
      families.includes(family) &&
      pairs === size.recipients &&
      Math.abs(altruists - size.altruists) <= ALTRUISTS_APART_MAX &&
      cyclePairsMax === rules.limits.cyclePairsMax &&
      chainPairsMax === rules.limits.chainPairsMax,
  );
}

/** PrefLib's pools are of Saidman's model. Files tell their collection by their names. */
function familiesOf(source: CaseResult['source']): readonly string[] {
  if (source.kind === 'generated') return source.profile === 'saidman' ? ['saidman', 'preflib'] : [source.profile];
  return /(^|[/\\])(00036-|KP_Num)/.test(source.paths[0]) ? ['preflib'] : [];
}

export function publishedText(published: PublishedTime | undefined): string {
  if (published === undefined) return '';
  const { seconds, solved } = published;
  const mean = seconds === null ? '' : secondsText(seconds);
  return solved === OF ? mean : `${mean === '' ? '' : `${mean}; `}only ${solved} of ${OF} solved`;
}
