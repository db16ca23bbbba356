/** Two chosen sets side by side: two runs, or one run and what another policy would have chosen of it. The differences, as data. */
import type { CriterionId } from '../../solver/index.ts';
import { SENSITISATION_BANDS, sensitisationBand } from '../compatibility/sensitisation-bands.ts';
import { ABO_GROUPS, type Registrations } from '../registrations/registration.ts';
import { exchangeName, type ExchangeRecord } from './exchange-record.ts';
import type { ResultDocument } from './result-document.ts';

export interface ComparedSet {
  readonly run: string;
  readonly runDate: string;
  readonly policy: string;
  /** What another policy would have chosen: nothing that was ever released. */
  readonly isWhatIf: boolean;
  readonly verdict: 'accepted' | 'refused' | null;
  readonly resultSha256: string | null;
  readonly result: Pick<ResultDocument, 'criteria' | 'exchanges' | 'pool'>;
  /** Of the snapshot. */
  readonly people: Pick<Registrations, 'recipients'>;
}

export interface Comparison {
  readonly sides: readonly [ComparedSide, ComparedSide];
  /** Of either policy; null where a policy has no such criterion. */
  readonly criteria: readonly { readonly id: CriterionId; readonly values: readonly [Value, Value] }[];
  readonly exchanges: Differing<ExchangeRecord>;
  /** Ids of those who are transplanted. */
  readonly recipients: Differing<string>;
  readonly byBloodGroup: readonly Count[];
  readonly byBand: readonly Count[];
}

type Value = number | string | null;
export type ComparedSide = Omit<ComparedSet, 'result' | 'people'> & { readonly pool: ResultDocument['pool'] };

interface Differing<Of> {
  readonly inBoth: number;
  readonly only: readonly [readonly Of[], readonly Of[]];
}

/** Of recipients in the registrations of each side, how many are transplanted. */
interface Count {
  readonly of: string;
  readonly transplanted: readonly [number, number];
  readonly registered: readonly [number, number];
}

export function comparisonOf(a: ComparedSet, b: ComparedSet): Comparison {
  const sets = [a, b] as const;
  const ids = [...new Set(sets.flatMap(({ result }) => result.criteria.map(({ id }) => id)))];
  return {
    sides: [sideOf(a), sideOf(b)],
    criteria: ids.map((id) => ({ id, values: [valueOf(a, id), valueOf(b, id)] })),
    exchanges: differing(a.result.exchanges, b.result.exchanges, ({ gifts }) => exchangeName(gifts)),
    recipients: differing(transplantedIn(a), transplantedIn(b), (id) => id),
    byBloodGroup: countsOf(sets, ABO_GROUPS, groupOf),
    byBand: countsOf(
      sets,
      SENSITISATION_BANDS.map(([band]) => band),
      bandOf,
    ),
  };
}

type Recipient = Registrations['recipients'][number];

function groupOf({ bloodGroup }: Recipient): string {
  return bloodGroup.abo;
}

function bandOf({ crfPercent }: Recipient): string {
  return SENSITISATION_BANDS[sensitisationBand(crfPercent / 100)][0];
}

function sideOf({ run, runDate, policy, isWhatIf, verdict, resultSha256, result }: ComparedSet): ComparedSide {
  return { run, runDate, policy, isWhatIf, verdict, resultSha256, pool: result.pool };
}

function valueOf({ result }: ComparedSet, criterion: CriterionId): Value {
  return result.criteria.find(({ id }) => id === criterion)?.value ?? null;
}

function transplantedIn({ result }: ComparedSet): readonly string[] {
  return result.exchanges.flatMap(({ recipients }) => recipients).sort();
}

/** The same people giving to the same people. */
function differing<Of>(a: readonly Of[], b: readonly Of[], nameOf: (one: Of) => string): Differing<Of> {
  const [names, others] = [new Set(a.map(nameOf)), new Set(b.map(nameOf))];
  return {
    inBoth: a.filter((one) => others.has(nameOf(one))).length,
    only: [a.filter((one) => !others.has(nameOf(one))), b.filter((one) => !names.has(nameOf(one)))],
  };
}

function countsOf(
  sets: readonly [ComparedSet, ComparedSet],
  kinds: readonly string[],
  kindOf: (recipient: Recipient) => string,
): readonly Count[] {
  const counts = sets.map((set) => {
    const transplanted = new Set(transplantedIn(set));
    const all = set.people.recipients;
    return { all: all.map(kindOf), transplanted: all.filter(({ id }) => transplanted.has(id)).map(kindOf) };
  });
  return kinds.map((of) => ({
    of,
    transplanted: [times(counts[0].transplanted, of), times(counts[1].transplanted, of)],
    registered: [times(counts[0].all, of), times(counts[1].all, of)],
  }));
}

function times(list: readonly string[], wanted: string): number {
  return list.filter((one) => one === wanted).length;
}
