/** Two chosen sets side by side: two runs, or one run and what it would have been, asked otherwise. The differences, as data. */
import { CRITERION_IDS, type CriterionId, type Limits } from '../../solver/index.ts';
import type { Instance } from '../../instances/instance.ts';
import { SENSITISATION_BANDS, sensitisationBand } from '../compatibility/sensitisation-bands.ts';
import { ABO_GROUPS, type Registrations } from '../registrations/registration.ts';
import { exchangeName, type ExchangeRecord } from './exchange-record.ts';
import type { ResultDocument } from './result-document.ts';
import type { Snapshot } from './snapshot.ts';
import type { Answer } from './what-if-question.ts';

export interface ComparedSet {
  /** Id of the run, or the name of a pool that belongs to none. */
  readonly run: string;
  /** Null where the pool is a file that says none. */
  readonly runDate: string | null;
  readonly policy: string;
  readonly limits: Limits;
  /** What would have been chosen had it been asked otherwise: nothing that was ever released. */
  readonly isWhatIf: boolean;
  /** What was asked otherwise, how it came out, and what was taken for granted for it; all empty for a run. */
  readonly asks: readonly string[];
  readonly answers: readonly Answer[];
  readonly assumptions: readonly string[];
  readonly verdict: 'accepted' | 'refused' | null;
  readonly resultSha256: string | null;
  readonly result: Pick<ResultDocument, 'criteria' | 'exchanges' | 'unusedAltruists' | 'pool'>;
  /** All recipients that could be in the pool. */
  readonly people: readonly ComparedPerson[];
}

/** Null where it is not known. */
export interface ComparedPerson {
  readonly id: string;
  readonly bloodGroup: string | null;
  readonly crfShare: number | null;
}

/** What was accepted of a snapshot; `result`: its text, of that digest. */
export function acceptedSetOf(run: string, snapshot: Snapshot, resultSha256: string, result: string): ComparedSet {
  const { runDate, policy, registrations } = snapshot;
  return {
    run,
    runDate,
    policy: policy.id,
    limits: policy.limits,
    isWhatIf: false,
    asks: [],
    answers: [],
    assumptions: [],
    verdict: 'accepted',
    resultSha256,
    result: JSON.parse(result) as ResultDocument,
    people: peopleOfRegistrations(registrations),
  };
}

function peopleOfRegistrations({ recipients }: Pick<Registrations, 'recipients'>): ComparedPerson[] {
  return recipients.map(({ id, bloodGroup, crfPercent }) => ({
    id,
    bloodGroup: bloodGroup.abo,
    crfShare: crfPercent / 100,
  }));
}

export function peopleOfInstance({ recipients }: Instance): ComparedPerson[] {
  return recipients.map(({ id, bloodGroup, crfShare }) => ({ id, bloodGroup, crfShare }));
}

export interface Comparison {
  readonly sides: readonly [ComparedSide, ComparedSide];
  /** Of either policy; null where a policy has no such criterion. */
  readonly criteria: readonly { readonly id: CriterionId; readonly values: readonly [Value, Value] }[];
  /** The last gift of each chain and those of altruists outside chains, to the waiting list, included. */
  readonly transplants: readonly [number, number];
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
  // What was asked for besides is no criterion of a policy: its answers tell of it.
  const known: readonly string[] = CRITERION_IDS;
  const all = new Set(sets.flatMap(({ result }) => result.criteria.map(({ id }) => id)));
  const ids = [...all].filter((id) => known.includes(id));
  return {
    sides: [sideOf(a), sideOf(b)],
    criteria: ids.map((id) => ({ id, values: [valueOf(a, id), valueOf(b, id)] })),
    transplants: [transplantsIn(a), transplantsIn(b)],
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

function groupOf({ bloodGroup }: ComparedPerson): string | null {
  return bloodGroup;
}

function bandOf({ crfShare }: ComparedPerson): string | null {
  return crfShare === null ? null : SENSITISATION_BANDS[sensitisationBand(crfShare)][0];
}

function sideOf(set: ComparedSet): ComparedSide {
  const { run, runDate, policy, limits, isWhatIf, asks, answers, assumptions, verdict, resultSha256, result } = set;
  const asked = { policy, limits, isWhatIf, asks, answers, assumptions };
  return { run, runDate, ...asked, verdict, resultSha256, pool: result.pool };
}

function valueOf({ result }: ComparedSet, criterion: CriterionId): Value {
  return result.criteria.find(({ id }) => id === criterion)?.value ?? null;
}

function transplantsIn({ result }: ComparedSet): number {
  return result.exchanges.reduce((sum, { gifts }) => sum + gifts.length, result.unusedAltruists.length);
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
  kindOf: (person: ComparedPerson) => string | null,
): readonly Count[] {
  const counts = sets.map((set) => {
    const transplanted = new Set(transplantedIn(set));
    const all = set.people;
    return { all: all.map(kindOf), transplanted: all.filter(({ id }) => transplanted.has(id)).map(kindOf) };
  });
  return kinds.map((of) => ({
    of,
    transplanted: [times(counts[0].transplanted, of), times(counts[1].transplanted, of)],
    registered: [times(counts[0].all, of), times(counts[1].all, of)],
  }));
}

function times(list: readonly (string | null)[], wanted: string): number {
  return list.filter((one) => one === wanted).length;
}
