/**
 * The price of each rule of a policy: what changes when that rule alone is left out, or loosened or tightened by one. Every row is a
 * whole solve, proved and accepted by the checker; all are worth what the rules as they are count, so that they can be compared.
 */
import { exchangesIn, solverTeam, type CriterionId, type Exchange, type Team } from '../../solver/index.ts';
import type { Instance } from '../../instances/instance.ts';
import { poolOf } from '../policy/pool-of.ts';
import { policyDigest, rulesOf, type Policy } from '../policy/policy.ts';
import { criterionCount } from './criterion-count.ts';
import { exchangeName, PoolIndex, recordOf } from './exchange-record.ts';
import { performRun, type RunRequest } from './perform-run.ts';
import { unitsOfPoints } from './points.ts';
import type { PoolSummary, ResultDocument } from './result-document.ts';
import {
  capChangesOf,
  inOrder,
  ruleChangesOf,
  type RuleChange,
  type RuleKind,
  type UnpricedRule,
} from './rule-changes.ts';

/** Whatever the pool of a policy is made of. */
export interface PricedSubject {
  /** Id of a run, or the name of a pool. */
  readonly name: string;
  readonly policy: Policy;
  readonly isFromRegistrations: boolean;
  under(policy: Policy): Pick<RunRequest, 'instance' | 'format' | 'policy' | 'warnings'>;
}

export interface PriceOptions {
  readonly threads: number;
  /** For each solve. */
  readonly deadlineMs?: number;
}

export interface PriceDocument {
  readonly lkss: 'price';
  readonly version: 1;
  readonly run: string;
  readonly policy: string;
  readonly policyDigest: string;
  readonly pool: PoolSummary;
  /** With the rules as they are. */
  readonly worth: Worth;
  readonly rules: readonly RulePrice[];
  readonly unpriced: readonly UnpricedRule[];
  /** What the changed policies take for granted that this one does not. */
  readonly assumptions: readonly string[];
}

/** What a set counts under the rules as they are. Score in units of 1e-5 points. */
export interface Worth {
  /** In the order of the policy. */
  readonly criteria: readonly { readonly id: CriterionId; readonly value: number }[];
  /** Gifts to the waiting list included. */
  readonly transplants: number;
  readonly recipients: number;
}

export interface RulePrice {
  readonly id: string;
  readonly kind: RuleKind;
  readonly says: string;
  /** Null where no set was proved to be best in time, or there are too many exchanges to try. */
  readonly priced: Priced | null;
}

export interface Priced {
  readonly worth: Worth;
  /** Recipients who are transplanted only with the rule changed, and only with it as it is. */
  readonly gain: readonly string[];
  readonly lose: readonly string[];
  /** Exchanges chosen with the rule changed that are not chosen with it as it is. */
  readonly newExchanges: number;
}

/** Null where not even the run itself was proved in time. Throws what `performRun` throws. */
export async function priceRules(subject: PricedSubject, options: PriceOptions): Promise<PriceDocument | null> {
  const { name, policy, isFromRegistrations } = subject;
  const { changes, unpriced } = ruleChangesOf(policy, isFromRegistrations);
  const team = solverTeam(options.threads);
  try {
    const own = await solved(subject, { policy }, team, options);
    if (own === null) return null;
    const threeWays = own.document.exchanges.filter(({ donors }) => donors.length === 3).length;
    const all = inOrder([...changes, ...capChangesOf(policy, threeWays)]);
    const rules = await inTurn(options.threads, all, async (change): Promise<RulePrice> => {
      const { id, kind, says } = change;
      const other = await solved(subject, change, team, options);
      return { id, kind, says, priced: other && pricedBy(own, other, change, policy) };
    });
    return {
      lkss: 'price',
      version: 1,
      run: name,
      policy: policy.base ?? policy.id,
      policyDigest: policyDigest(policy),
      pool: own.document.pool,
      worth: worthOf(own, policy, own.document),
      rules,
      unpriced,
      assumptions: furtherAssumptions(policy, changes),
    };
  } finally {
    await team.end();
  }
}

interface SolvedPool {
  readonly instance: Instance;
  readonly document: ResultDocument;
}

/** What the memory of a service has room for, beside everything else. */
const EXCHANGES_MAX = 5_000_000;

/** Null where it was not proved in time, or there are too many exchanges to try. The checker has accepted what was proved. */
async function solved(
  subject: PricedSubject,
  { policy, conditions }: Pick<RuleChange, 'policy' | 'conditions'>,
  team: Team,
  { deadlineMs }: PriceOptions,
): Promise<SolvedPool | null> {
  const request = subject.under(policy);
  const { pool } = poolOf(request.instance, policy);
  if (policy !== subject.policy && exchangesIn(pool, rulesOf(policy, '')) > EXCHANGES_MAX) return null;
  const solve = { threads: 1, team, ...(deadlineMs !== undefined && { deadlineMs }) };
  const { document } = await performRun({ ...request, ...(conditions && { conditions }), solve });
  return document.status === 'optimal' ? { instance: request.instance, document } : null;
}

function pricedBy(own: SolvedPool, other: SolvedPool, { kind }: RuleChange, policy: Policy): Priced {
  const [before, after] = [own, other].map(({ document }) =>
    document.exchanges.flatMap(({ recipients }) => recipients),
  );
  const chosen = new Set(own.document.exchanges.map(({ gifts }) => exchangeName(gifts)));
  return {
    // Only other switches of who can give to whom choose gifts that the run's own pool has not.
    worth: worthOf(kind === 'compatibility' ? other : own, policy, other.document),
    gain: after.filter((id) => !before.includes(id)).sort(),
    lose: before.filter((id) => !after.includes(id)).sort(),
    newExchanges: other.document.exchanges.filter(({ gifts }) => !chosen.has(exchangeName(gifts))).length,
  };
}

/** So many at a time, so that a deadline runs only while there is a thread for it. Answers in the order of the items. */
async function inTurn<Item, Value>(
  atOnce: number,
  items: readonly Item[],
  work: (item: Item) => Promise<Value>,
): Promise<Value[]> {
  const values: Value[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const at = next++;
      values[at] = await work(items[at]);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return values;
}

/** The pool has every gift of the set; it is scored by the policy. */
function worthOf({ instance }: SolvedPool, policy: Policy, { exchanges, unusedAltruists }: ResultDocument): Worth {
  const index = new PoolIndex(poolOf(instance, policy).pool);
  const unused = unusedAltruists.map((id): Exchange => ({ kind: 'chain', donors: [id] }));
  const counted = [...exchanges, ...unused].map((exchange) => {
    const { backArcs, score } = recordOf(index, exchange, policy.backArcs);
    const isChain = exchange.kind === 'chain';
    return { isChain, donors: exchange.donors.length, backArcs: backArcs ?? 0, units: unitsOfPoints(score) };
  });
  const sum = (id: CriterionId): number =>
    counted.reduce((total, one) => total + (id === 'score' ? one.units : criterionCount(id, one)), 0);
  return {
    criteria: policy.criteria.map((id) => ({ id, value: sum(id) })),
    transplants: sum('transplants'),
    recipients: sum('recipients'),
  };
}

function furtherAssumptions(policy: Policy, changes: readonly RuleChange[]): string[] {
  const known = new Set(policy.assumptions.map(({ text }) => text));
  const texts = changes.flatMap((change) => change.policy.assumptions.map(({ text }) => text));
  return [...new Set(texts)].filter((text) => !known.has(text));
}
