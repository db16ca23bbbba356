/** What is asked for besides the criteria, as integer coefficients of an exchange (`Conditions`). */
import { isUnusedCode, type Columns } from '../exchanges/columns.ts';
import { exchangeName, exchangeOf } from '../exchanges/exchange.ts';
import type { Adjacency } from '../graph/adjacency.ts';
import { senseOf, type ConditionId, type Conditions } from '../limits.ts';
import type { Pool } from '../pool.ts';
import type { Weights } from './catalogue.ts';

/** Coefficients to be maximised, by column. The pool is canonical. `among`: all columns that can count, where these are known; else all. */
export function conditionWeights(
  pool: Pool,
  adjacency: Adjacency,
  columns: Columns,
  conditions: Conditions,
  id: ConditionId,
  among: Iterable<number> = columns.codes.keys(),
): Weights {
  const count = id === 'required' ? requiredCounter(pool, adjacency, columns, conditions) : null;
  const isForbidden = id === 'forbidden' ? forbiddenTest(pool, adjacency, columns, conditions) : null;
  const units = new Float64Array(columns.count);
  let largest = 1;
  for (const column of among) {
    const value = count?.(column) ?? Number(isForbidden!(column));
    units[column] = senseOf(id) * value + 0;
    largest = Math.max(largest, value);
  }
  return { id, byCode: null, units, codes: columns.codes, largest };
}

type OfColumn<T> = (column: number) => T;

/** How many of the people required a column has in an exchange: an altruist unused is in none. */
function requiredCounter(
  pool: Pool,
  adjacency: Adjacency,
  columns: Columns,
  { required }: Conditions,
): OfColumn<number> {
  const recipients = new Set(required?.recipients);
  const altruists = new Set(required?.altruists);
  const { members, stride, codes } = columns;
  const isRequired = new Uint8Array(adjacency.vertexCount + 1);
  adjacency.donorOf.forEach((donor, vertex) => {
    const { id, recipient } = pool.donors[donor];
    const isAsked = recipient === null ? altruists.has(id) : recipients.has(pool.recipients[recipient]);
    isRequired[vertex] = Number(isAsked);
  });
  return (column) => {
    let count = 0;
    if (isUnusedCode(codes[column])) return count;
    for (let i = column * stride; i < (column + 1) * stride; i++) count += isRequired[members[i]];
    return count;
  };
}

function forbiddenTest(
  pool: Pool,
  adjacency: Adjacency,
  columns: Columns,
  { forbidden = [] }: Conditions,
): OfColumn<boolean> {
  const names = new Set(forbidden.map(exchangeName));
  const named = new Set(forbidden.flatMap(({ donors }) => donors));
  const { members, stride, codes } = columns;
  const isNamed = (vertex: number): boolean => named.has(pool.donors[adjacency.donorOf[vertex]].id);
  return (column) =>
    !isUnusedCode(codes[column]) &&
    isNamed(members[column * stride]) &&
    names.has(exchangeName(exchangeOf(pool, adjacency, columns, column)));
}

/** Everything about the conditions that the pool cannot honour, as sentences. */
export function problemsOfConditions(pool: Pool, { required, forbidden = [] }: Conditions): string[] {
  const recipients = new Set(pool.recipients);
  const donors = new Map(pool.donors.map((donor) => [donor.id, donor]));
  const unknown = (required?.recipients ?? []).filter((id) => !recipients.has(id));
  const notAltruists = (required?.altruists ?? []).filter((id) => donors.get(id)?.recipient !== null);
  const notDonors = [...new Set(forbidden.flatMap((exchange) => exchange.donors.filter((id) => !donors.has(id))))];
  return [
    ...unknown.map((id) => `required: there is no recipient ${id} in the pool`),
    ...notAltruists.map((id) => `required: there is no altruist ${id} in the pool`),
    ...notDonors.map((id) => `forbidden: there is no donor ${id} in the pool`),
    ...forbidden
      .filter(({ donors: ids }) => ids.length < 2)
      .map(() => 'forbidden: an exchange has at least two donors'),
  ];
}
