/**
 * What a pool can be asked instead of what it was: another policy, or the same with other limits, criteria or back-arcs; people to be in an
 * exchange, exchanges not to be chosen, and a cap on three-way exchanges.
 */
import {
  problemsOfConditions,
  type BackArcRule,
  type Conditions,
  type CriterionId,
  type Exchange,
  type Person,
  type Pool,
} from '../../solver/index.ts';
import { customPolicy } from '../policy/custom-policy.ts';
import { policyOf } from '../policy/policies.ts';
import { canonicalJson, type Policy } from '../policy/policy.ts';
import { counted } from '../registrations/written-words.ts';
import { PoolIndex } from './exchange-record.ts';
import type { ResultDocument } from './result-document.ts';

/** What is absent is as it was. */
export interface Question {
  /** Id of a known policy. */
  readonly policy?: string | undefined;
  readonly cyclePairsMax?: number | undefined;
  readonly chainPairsMax?: number | undefined;
  readonly criteria?: readonly CriterionId[] | undefined;
  readonly backArcs?: BackArcRule | undefined;
  readonly require?: readonly Person[] | undefined;
  /** Each as its donors in the order of giving, wherever a cycle begins. */
  readonly forbid?: readonly (readonly string[])[] | undefined;
  /** At most so many, chains of two pairs included. */
  readonly threeWayMax?: number | undefined;
}

/** How something that was asked for besides came out. */
export interface Answer {
  readonly says: string;
  readonly isMet: boolean;
}

/** `recipient:ID` or `altruist:ID`; null for anything else. */
export function readPerson(text: string): Person | null {
  const [, kind, id] = /^(recipient|altruist):(.+)$/s.exec(text) ?? [];
  return id === undefined ? null : { kind: kind as Person['kind'], id };
}

/** `D1,D2,D3`, or as exchanges are printed: `D1 > R2, D2 > R1`; null for fewer than two donors. */
export function readExchange(text: string): readonly string[] | null {
  const donors = text.split(',').map((part) => part.split('>')[0].trim());
  return donors.length < 2 || donors.includes('') ? null : donors;
}

/** The policy that is asked for; `base` itself where nothing of it is to change. */
export function policyAsked(
  base: Policy,
  { policy, cyclePairsMax, chainPairsMax, criteria, backArcs }: Question,
): Policy {
  return customPolicy(policy === undefined ? base : policyOf(policy)!, {
    limits: {
      ...(cyclePairsMax !== undefined && { cyclePairsMax }),
      ...(chainPairsMax !== undefined && { chainPairsMax }),
    },
    ...(criteria !== undefined && { criteria }),
    ...(backArcs !== undefined && { backArcs }),
  });
}

/** Undefined where nothing is asked for besides the policy. */
export function conditionsAsked(
  pool: Pool,
  { require = [], forbid = [], threeWayMax }: Question,
): Conditions | undefined {
  if (require.length === 0 && forbid.length === 0 && threeWayMax === undefined) return undefined;
  const idsOf = (wanted: Person['kind']): string[] => require.filter(({ kind }) => kind === wanted).map(({ id }) => id);
  const altruists = new Set(pool.donors.filter(({ recipient }) => recipient === null).map(({ id }) => id));
  return {
    ...(require.length > 0 && { required: { recipients: idsOf('recipient'), altruists: idsOf('altruist') } }),
    ...(threeWayMax !== undefined && { threeWayMax }),
    ...(forbid.length > 0 && {
      forbidden: forbid.map((donors) => ({ kind: altruists.has(donors[0]) ? 'chain' : 'cycle', donors })),
    }),
  };
}

/** Whoever and whatever of the conditions is not in the pool, as sentences. */
export function problemsOfQuestion(pool: Pool, conditions: Conditions = {}): string[] {
  const unknown = problemsOfConditions(pool, conditions);
  const index = new PoolIndex(pool);
  const known = new Set(pool.donors.map(({ id }) => id));
  const strange = (conditions.forbidden ?? []).filter(
    (exchange) => exchange.donors.every((id) => known.has(id)) && !isPossible(index, exchange),
  );
  return [...unknown, ...strange.map(({ donors }) => `forbidden: ${donors.join(', ')} is no exchange of this pool`)];
}

/** Every donor can give to the recipient of the next, and no recipient stands there twice. */
function isPossible(index: PoolIndex, { kind, donors: ids }: Exchange): boolean {
  const donors = ids.map((id) => index.donor(id));
  const receiving = kind === 'cycle' ? [...donors.slice(1), donors[0]] : donors.slice(1);
  const rows = receiving.map(({ recipient }) => recipient);
  if (new Set(rows).size < rows.length) return false;
  return rows.every((recipient, at) => recipient !== null && index.arcUnits(donors[at], recipient) !== null);
}

/** Equal for equal questions. */
export function questionKey(question: Question): string {
  return canonicalJson(question);
}

/** What is asked, in a few words each; none for a question that changes nothing. */
export function questionWords(question: Question): string[] {
  const { policy, cyclePairsMax, chainPairsMax, criteria, backArcs, require = [], forbid = [], threeWayMax } = question;
  return [
    ...(policy === undefined ? [] : [`policy ${policy}`]),
    ...(cyclePairsMax === undefined ? [] : [`exchanges of up to ${counted(cyclePairsMax, 'pair')}`]),
    ...(chainPairsMax === undefined ? [] : [`chains of up to ${counted(chainPairsMax, 'pair')}`]),
    ...(criteria === undefined ? [] : [`criteria ${criteria.join(', ')}`]),
    ...(backArcs === undefined ? [] : [`back-arcs by ${backArcs === 'any-donor' ? 'any donor' : 'the same donor'}`]),
    ...(threeWayMax === undefined ? [] : [capWords(threeWayMax)]),
    ...require.map(personWords),
    ...forbid.map(exchangeWords),
  ];
}

function personWords({ kind, id }: Person): string {
  return `${kind === 'altruist' ? 'altruistic donor' : 'recipient'} ${id} in an exchange`;
}

export function capWords(max: number): string {
  return max === 0 ? 'no three-way exchanges' : `at most ${counted(max, 'three-way exchange')}`;
}

function exchangeWords(donors: readonly string[]): string {
  return `without the exchange of donors ${donors.join(', ')}`;
}

/** As far as the proved result keeps what was asked for besides. */
export function answersTo(
  { require = [], forbid = [], threeWayMax }: Question,
  { exchanges }: Pick<ResultDocument, 'exchanges'>,
): Answer[] {
  const recipients = new Set(exchanges.flatMap((exchange) => exchange.recipients));
  const donors = new Set(exchanges.flatMap((exchange) => exchange.donors));
  const chosen = new Set(exchanges.map((exchange) => turned(exchange.donors)));
  const threeWays = exchanges.filter((exchange) => exchange.donors.length === 3).length;
  return [
    ...(threeWayMax === undefined ? [] : [{ says: capWords(threeWayMax), isMet: threeWays <= threeWayMax }]),
    ...require.map((person): Answer => {
      const isMet = (person.kind === 'recipient' ? recipients : donors).has(person.id);
      return { says: personWords(person), isMet };
    }),
    ...forbid.map((exchange): Answer => ({ says: exchangeWords(exchange), isMet: !chosen.has(turned(exchange)) })),
  ];
}

/** The same text wherever an exchange begins. */
function turned(donors: readonly string[]): string {
  const first = donors.indexOf(donors.toSorted()[0]);
  return JSON.stringify([...donors.slice(first), ...donors.slice(0, first)]);
}
