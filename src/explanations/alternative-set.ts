/** Another set beside the chosen one: what it is worth, who gains and who loses, and where it falls short first. */
import { senseOf, type Alternative, type CriterionId } from '../../solver/index.ts';
import { recordOf, PoolIndex } from '../matching-runs/exchange-record.ts';
import { pointsOf } from '../matching-runs/points.ts';
import type { CriterionRecord } from '../matching-runs/result-document.ts';
import type { AlternativeSet, CriterionValue, Fall, Told } from './explanation.ts';
import type { ExplainedRun } from './explained-run.ts';

/** In the criterion's natural sense; the score in units. */
export interface CriterionUnits {
  readonly id: CriterionId;
  readonly value: number;
}

/** Conditions under which it was searched for are no part of what a set is worth. */
export function alternativeSet(
  { subject, result }: ExplainedRun,
  { criteria, exchanges, certificate }: Pick<Alternative, 'criteria' | 'exchanges' | 'certificate'>,
  isWhole: boolean,
): AlternativeSet {
  const { pool, policy } = subject;
  const index = new PoolIndex(pool);
  const records = exchanges.map((exchange) => recordOf(index, exchange, policy.backArcs));
  const here = new Set(records.flatMap(({ recipients }) => recipients));
  const chosen = new Set(result.exchanges.flatMap(({ recipients }) => recipients));
  return {
    criteria: valuesOf(criteria.filter(({ id }) => policy.criteria.includes(id))),
    exchangeCount: records.length,
    exchanges: isWhole ? records : null,
    gained: told([...here].filter((id) => !chosen.has(id))),
    lost: told([...chosen].filter((id) => !here.has(id))),
    certificate: isWhole ? certificate : null,
  };
}

function told(ids: string[]): Told {
  return { count: ids.length, ids: ids.sort() };
}

export function valuesOf(criteria: readonly CriterionUnits[]): readonly CriterionValue[] {
  return criteria.map(({ id, value }) => ({ id, value: written(id, value) }));
}

/** Both in the order of the policy. Null where the other is as good in every criterion. */
export function firstFall(chosen: readonly CriterionUnits[], other: readonly CriterionUnits[]): Fall | null {
  for (const { id, value } of chosen) {
    const otherValue = other.find((one) => one.id === id)!.value;
    if (otherValue !== value) return fallOf(id, value, otherValue);
  }
  return null;
}

export function fallOf(criterion: CriterionId, chosen: number, other: number): Fall {
  const by = senseOf(criterion) * (chosen - other);
  return {
    criterion,
    chosen: written(criterion, chosen),
    other: written(criterion, other),
    by: written(criterion, by),
  };
}

function written(id: CriterionId, value: number): CriterionRecord['value'] {
  return id === 'score' ? pointsOf(value) : value;
}
