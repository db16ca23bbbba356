/**
 * The scheme's result: every feasible exchange with its alternates and embedded exchanges, and the chosen set. Plain data;
 * `uk-json.ts` and `uk-xml.ts` of the exports write it down.
 *
 * - Alternates of an exchange: other exchanges of the same kind that transplant the same recipients in the same order, by
 *   other donors of theirs; those of a chain start with the same altruist.
 * - Embedded exchange of a step, in an exchange of three donors: the two-way exchange between the recipients on either
 *   side of the step, or the chain of one pair from the altruist to the recipient beside the waiting list, which can go
 *   ahead where the whole cannot. Where there are several, the one with the highest score, then the first.
 */
import type { Instance } from '../../instances/instance.ts';
import { compareExchanges, listExchanges, type Exchange, type ExchangeList } from '../../solver/index.ts';
import { exchangeSteps, type Step } from './exchange-steps.ts';
import type { ResultDocument, RunSubject } from './result-document.ts';

export interface SchemeResult {
  readonly algorithm: string;
  readonly description: string;
  /** In the order of their ids, which count from 1. */
  readonly exchanges: readonly SchemeExchange[];
  readonly chosen: SchemeTotals;
}

export interface SchemeExchange {
  readonly id: string;
  readonly backArcs: number;
  readonly scoreUnits: number;
  /** Ids. */
  readonly alternates: readonly string[];
  readonly steps: readonly SchemeStep[];
}

export interface SchemeStep extends Step {
  /** Id of the embedded exchange that is this step's back-arc, or null. */
  readonly embedded: string | null;
}

export interface SchemeTotals {
  /** Ids of the chosen exchanges. */
  readonly exchanges: readonly string[];
  readonly scoreUnits: number;
  /** The gifts to the waiting list are counted, those of unused altruists too. */
  readonly transplants: number;
  /** By number of donors, from 2: how many chosen exchanges have so many. A chain of one pair counts as a two-way exchange. */
  readonly byDonors: readonly { readonly donors: number; readonly count: number }[];
}

export function schemeResult(subject: RunSubject, document: ResultDocument): SchemeResult {
  const { instance, pool, policy } = subject;
  const list = listExchanges(pool, policy);
  const listed = Array.from({ length: list.count }, (_, index) => list.exchange(index));
  const stepsOf = exchangeSteps(instance, policy.donorAge);
  const places = placesOf(instance);
  const alternates = alternatesOf(listed, places);
  const embedded = new EmbeddedExchanges(list, listed, places, policy.backArcs === 'same-donor');
  const exchanges = listed.map((exchange, index) => ({
    id: idOf(index),
    backArcs: list.backArcs(index),
    scoreUnits: list.value(index, 'score'),
    alternates: alternates[index].map(idOf),
    steps: stepsOf(exchange).map((step, at) => ({ ...step, embedded: embedded.of(exchange, at) })),
  }));
  const { program, status } = document;
  return {
    algorithm: `${program.name} ${program.version}`,
    description: `Policy ${policy.id}: ${status === 'optimal' ? 'proved optimal' : 'interrupted, not proved optimal'}`,
    exchanges,
    chosen: totalsOf(subject, document, list, listed),
  };
}

function idOf(index: number): string {
  return String(index + 1);
}

/** Index of each donor's own recipient; null for an altruist. */
type Places = ReadonlyMap<string, number | null>;

function placesOf(instance: Instance): Places {
  return new Map(instance.donors.map(({ id, recipient }) => [id, recipient]));
}

function alternatesOf(listed: readonly Exchange[], places: Places): number[][] {
  const groups = new Map<string, number[]>();
  const keys = listed.map((exchange) => orderKey(exchange, places));
  keys.forEach((key, index) => {
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [index]);
    else group.push(index);
  });
  return keys.map((key, index) => groups.get(key)!.filter((other) => other !== index));
}

/** Equal for exchanges with the same recipients in the same order and, in chains, the same altruist. */
function orderKey({ kind, donors }: Exchange, places: Places): string {
  if (kind === 'chain') return JSON.stringify([donors[0], ...donors.slice(1).map((donor) => places.get(donor))]);
  const recipients = donors.map((donor) => places.get(donor)!);
  const first = recipients.indexOf(Math.min(...recipients));
  return [...recipients.slice(first), ...recipients.slice(0, first)].join();
}

/** The best exchange of two donors between any two people, looked up by who they are. */
class EmbeddedExchanges {
  private readonly best = new Map<string, number>();
  private readonly places: Places;
  private readonly isSameDonor: boolean;

  constructor(list: ExchangeList, listed: readonly Exchange[], places: Places, isSameDonor: boolean) {
    this.places = places;
    this.isSameDonor = isSameDonor;
    listed.forEach(({ donors }, index) => {
      if (donors.length !== 2) return;
      const key = this.key(donors[0], donors[1]);
      const other = this.best.get(key);
      if (other === undefined || list.value(index, 'score') > list.value(other, 'score')) this.best.set(key, index);
    });
  }

  /** Of the step in which donor number `at` gives. */
  of({ donors }: Exchange, at: number): string | null {
    if (donors.length !== 3) return null;
    // After the last donor of a chain comes the waiting list and then the altruist again.
    const index = this.best.get(this.key(donors[at], donors[(at + 1) % 3]));
    return index === undefined ? null : idOf(index);
  }

  private key(donor: string, other: string): string {
    const names = [this.name(donor), this.name(other)];
    return JSON.stringify(names[0] < names[1] ? names : names.reverse());
  }

  /** Any donor of a recipient may stand for another, unless the policy says otherwise. */
  private name(donor: string): string {
    const recipient = this.places.get(donor) ?? null;
    return recipient === null || this.isSameDonor ? `donor ${donor}` : `recipient ${recipient}`;
  }
}

function totalsOf(
  subject: RunSubject,
  document: ResultDocument,
  list: ExchangeList,
  listed: readonly Exchange[],
): SchemeTotals {
  const indexOf = new Map(listed.map((exchange, index) => [exchangeKey(exchange), index]));
  const chosen = [...document.exchanges].sort(compareExchanges).map((exchange) => indexOf.get(exchangeKey(exchange))!);
  const { cyclePairsMax, chainPairsMax } = subject.policy.limits;
  const donorsMax = Math.max(cyclePairsMax, chainPairsMax + 1, 3);
  return {
    exchanges: chosen.map(idOf),
    scoreUnits: chosen.reduce((sum, index) => sum + list.value(index, 'score'), 0),
    transplants: chosen.reduce((sum, index) => sum + listed[index].donors.length, 0) + document.unusedAltruists.length,
    byDonors: Array.from({ length: donorsMax - 1 }, (_, at) => ({
      donors: at + 2,
      count: chosen.filter((index) => listed[index].donors.length === at + 2).length,
    })),
  };
}

function exchangeKey({ kind, donors }: Pick<Exchange, 'kind' | 'donors'>): string {
  return JSON.stringify([kind, ...donors]);
}
