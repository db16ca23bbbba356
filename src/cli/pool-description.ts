/** What is in a pool, as plain data. */
import type { BloodGroup, Instance } from '../../instances/instance.ts';
import type { FormatId } from '../../instances/problem.ts';
import { listExchanges, loadGraphTools, type Pool } from '../../solver/index.ts';
import { poolDigestOf } from '../matching-runs/result-document.ts';
import { SENSITISATION_BANDS } from '../compatibility/sensitisation-bands.ts';
import type { Policy } from '../policy/policy.ts';

export interface PoolDescription {
  readonly digest: string;
  /** Whether the pool was made as a trial. */
  readonly trial: boolean;
  readonly format: FormatId;
  readonly recipients: number;
  readonly pairedDonors: number;
  readonly altruists: number;
  /** Recipients by their number of registered donors. */
  readonly recipientsByDonors: Readonly<Record<string, number>>;
  readonly arcs: number;
  /** Arcs as a share of all gifts between a donor and another's recipient. */
  readonly densityShare: number;
  readonly recipientBloodGroups: GroupCounts;
  readonly donorBloodGroups: GroupCounts;
  readonly sensitisation: readonly { readonly band: string; readonly recipients: number }[];
  readonly donorAges: AgeSummary;
  /** Sizes of the groups of recipients who can reach each other, largest first; null for a pool too large to look. */
  readonly componentSizes: readonly number[] | null;
  readonly exchanges: {
    readonly policy: string;
    readonly byKind: readonly { readonly kind: 'cycle' | 'chain'; readonly pairs: number; readonly count: number }[];
  };
}

export type GroupCounts = Readonly<Record<BloodGroup | 'unknown', number>>;

export interface AgeSummary {
  readonly missing: number;
  /** Years; null where all are missing. */
  readonly youngest: number | null;
  readonly median: number | null;
  readonly oldest: number | null;
}

/** The graph of people keeps every arc as an object. */
const GRAPH_ARCS_MAX = 200_000;

export async function describePool(
  instance: Instance,
  format: FormatId,
  pool: Pool,
  policy: Policy,
): Promise<PoolDescription> {
  const { recipients, donors } = instance;
  const altruists = donors.filter(({ recipient }) => recipient === null).length;
  const arcs = donors.reduce((sum, { arcRecipients }) => sum + arcRecipients.length, 0);
  const paired = donors.length - altruists;
  const possible = paired * (recipients.length - 1) + altruists * recipients.length;
  return {
    digest: poolDigestOf(instance),
    trial: instance.isTrial ?? false,
    format,
    recipients: recipients.length,
    pairedDonors: paired,
    altruists,
    recipientsByDonors: recipientsByDonors(instance),
    arcs,
    densityShare: possible === 0 ? 0 : arcs / possible,
    recipientBloodGroups: groupCounts(recipients.map(({ bloodGroup }) => bloodGroup)),
    donorBloodGroups: groupCounts(donors.map(({ bloodGroup }) => bloodGroup)),
    sensitisation: sensitisationOf(instance),
    donorAges: ageSummary(donors.map(({ ageYears }) => ageYears)),
    componentSizes: arcs > GRAPH_ARCS_MAX ? null : await componentSizesOf(pool),
    exchanges: { policy: policy.id, byKind: exchangesByKind(pool, policy) },
  };
}

async function componentSizesOf(pool: Pool): Promise<number[]> {
  const { compatibilityGraph, strongComponents } = await loadGraphTools();
  return strongComponents(compatibilityGraph(pool)).map((ids) => ids.length);
}

function recipientsByDonors({ recipients, donors }: Instance): Record<string, number> {
  const counts = recipients.map(() => 0);
  for (const { recipient } of donors) if (recipient !== null) counts[recipient]++;
  const byDonors: Record<string, number> = {};
  for (const count of counts.sort((a, b) => a - b)) byDonors[count] = (byDonors[count] ?? 0) + 1;
  return byDonors;
}

function groupCounts(groups: readonly (BloodGroup | null)[]): GroupCounts {
  const counts = { O: 0, A: 0, B: 0, AB: 0, unknown: 0 };
  for (const group of groups) counts[group ?? 'unknown']++;
  return counts;
}

function sensitisationOf({ recipients }: Instance): { band: string; recipients: number }[] {
  const shares = recipients.map(({ crfShare }) => crfShare).filter((share) => share !== null);
  const bands = SENSITISATION_BANDS.map(([band, from, below]) => ({
    band,
    recipients: shares.filter((share) => share >= from && share < below).length,
  }));
  return [...bands, { band: 'unknown', recipients: recipients.length - shares.length }];
}

function ageSummary(ages: readonly (number | null)[]): AgeSummary {
  const known = ages.filter((age) => age !== null).sort((a, b) => a - b);
  const missing = ages.length - known.length;
  if (known.length === 0) return { missing, youngest: null, median: null, oldest: null };
  const median = (known[(known.length - 1) >> 1] + known[known.length >> 1]) / 2;
  return { missing, youngest: known[0], median, oldest: known[known.length - 1] };
}

function exchangesByKind(pool: Pool, policy: Policy): { kind: 'cycle' | 'chain'; pairs: number; count: number }[] {
  const list = listExchanges(pool, policy);
  const { cyclePairsMax, chainPairsMax } = policy.limits;
  const cycles = Array.from({ length: cyclePairsMax + 1 }, () => 0);
  const chains = Array.from({ length: chainPairsMax + 1 }, () => 0);
  for (let index = 0; index < list.count; index++) {
    const { kind } = list.exchange(index);
    (kind === 'cycle' ? cycles : chains)[list.value(index, 'recipients')]++;
  }
  return [
    ...cycles.map((count, pairs) => ({ kind: 'cycle' as const, pairs, count })).slice(2),
    ...chains.map((count, pairs) => ({ kind: 'chain' as const, pairs, count })).slice(1),
  ];
}
