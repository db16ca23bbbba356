/**
 * The plain cycle formulation of one criterion as text in the LP format: every exchange a binary column, one packing row for
 * each recipient and altruist, and a row for each criterion settled before.
 */
import { listExchanges, senseOf, type CriterionId, type Pool } from '../../solver/index.ts';
import type { Policy } from '../../src/policy/policy.ts';

export interface Column {
  /** Rows covered: recipients by index, altruists after them. */
  readonly rows: readonly number[];
  /** Natural value by criterion; the score in units. */
  readonly values: Readonly<Record<CriterionId, number>>;
}

export interface Settled {
  readonly criterion: CriterionId;
  readonly value: number;
}

const SCORE_DECIMALS = 5;
const TERMS_A_LINE = 8;

/** All exchanges, and each altruist alone, whose gift to the waiting list is a transplant. */
export function columnsOf(pool: Pool, policy: Policy): Column[] {
  const list = listExchanges(pool, policy);
  const altruists = pool.donors.filter(({ recipient }) => recipient === null).map(({ id }) => id);
  const rowOf = new Map(pool.donors.map(({ id, recipient }) => [id, recipient]));
  altruists.forEach((id, index) => rowOf.set(id, pool.recipients.length + index));
  const listed = Array.from({ length: list.count }, (_, index) => ({
    rows: list.exchange(index).donors.map((donor) => rowOf.get(donor)!),
    values: Object.fromEntries(policy.criteria.map((id) => [id, list.value(index, id)])) as Column['values'],
  }));
  const alone = altruists.map((id) => ({
    rows: [rowOf.get(id)!],
    values: Object.fromEntries(policy.criteria.map((id) => [id, id === 'transplants' ? 1 : 0])) as Column['values'],
  }));
  return [...listed, ...alone];
}

export function programText(columns: readonly Column[], criterion: CriterionId, settled: readonly Settled[]): string {
  const rows: string[][] = [];
  columns.forEach(({ rows: covered }, column) => {
    for (const row of covered) (rows[row] ??= []).push(`+ x${column}`);
  });
  return [
    'Maximize',
    `obj: ${sum(termsOf(columns, criterion))}`,
    'Subject To',
    ...rows.map((terms, row) => `r${row}: ${sum(terms)} <= 1`),
    ...settled.map(({ criterion: id, value }, level) => {
      return `s${level}: ${sum(termsOf(columns, id))} >= ${number(id, senseOf(id) * value)}`;
    }),
    'Binary',
    sum(columns.map((_, column) => `x${column}`)),
    'End',
    '',
  ].join('\n');
}

function termsOf(columns: readonly Column[], id: CriterionId): string[] {
  const sign = senseOf(id) > 0 ? '+' : '-';
  return columns.flatMap(({ values }, column) =>
    values[id] === 0 ? [] : [`${sign} ${number(id, values[id])} x${column}`],
  );
}

function number(id: CriterionId, value: number): string {
  return id === 'score' ? (value / 10 ** SCORE_DECIMALS).toFixed(SCORE_DECIMALS) : String(value);
}

/** Terms over several lines: readers have a limit on the length of one. */
function sum(terms: readonly string[]): string {
  const lines: string[] = [];
  for (let at = 0; at < terms.length; at += TERMS_A_LINE) lines.push(terms.slice(at, at + TERMS_A_LINE).join(' '));
  return lines.length === 0 ? '0 x0' : lines.join('\n ');
}
