/** Every pool of the library, solved, against the optimum beside it and the table in the README. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPool } from '../../instances/read-pool.ts';
import { SCORE_UNITS_PER_POINT, solve, type SolveResult } from '../../solver/index.ts';
import { DEFAULT_POLICY_ID, policyOf } from '../../src/policy/policies.ts';
import { rulesOf } from '../../src/policy/policy.ts';
import { poolOf } from '../../src/policy/pool-of.ts';

const library = new URL('../../instances/library/', import.meta.url);
const readme = readFileSync(new URL('../../instances/README.md', import.meta.url), 'utf8');
const policy = policyOf(DEFAULT_POLICY_ID)!;
const names = readdirSync(library)
  .filter((name) => name.endsWith('.json') && !name.endsWith('.optimum.json'))
  .map((name) => name.slice(0, -'.json'.length));

interface Optimum {
  readonly criteria: Readonly<Record<string, number | string>>;
  readonly coOptimalSets: number;
}

const textOf = (name: string): string => readFileSync(new URL(name, library), 'utf8');
const optimumOf = (name: string): Optimum => JSON.parse(textOf(`${name}.optimum.json`)) as Optimum;

const pointsOf = (units: number): string => (units / SCORE_UNITS_PER_POINT).toFixed(5);

async function solved(name: string): Promise<SolveResult> {
  const outcome = readPool([{ name, text: textOf(`${name}.json`) }]);
  if (!outcome.ok) throw new Error(`${name}: ${JSON.stringify(outcome.problems)}`);
  return solve(poolOf(outcome.instance, policy).pool, rulesOf(policy, 'library'), { engine: 'both' });
}

function asOptimum({ criteria, coOptimalSets }: SolveResult): Optimum {
  const values = criteria.map(({ id, value }) => [id, id === 'score' ? pointsOf(value) : value] as const);
  expect(coOptimalSets!.exact).toBe(true);
  return { criteria: Object.fromEntries(values), coOptimalSets: coOptimalSets!.count };
}

/** The table's rows: name -> "values : sets". */
function tableOf(text: string): Map<string, string> {
  const rows = text.matchAll(/^\| `([a-z-]+)` \| ([\d., ]+ : \d+) \|/gm);
  return new Map(Array.from(rows, ([, name, optimum]) => [name, optimum]));
}

describe('the library', () => {
  it('has an optimum and a row in the table for every pool, and no others', () => {
    const optima = readdirSync(library).filter((name) => name.endsWith('.optimum.json'));
    expect(optima.map((name) => name.slice(0, -'.optimum.json'.length)).sort()).toEqual(names.toSorted());
    expect([...tableOf(readme).keys()].sort()).toEqual(names.toSorted());
    expect(names.length).toBeGreaterThan(10);
  });

  it.each(names)('%s has the optimum that it says', async (name) => {
    expect(asOptimum(await solved(name))).toEqual(optimumOf(name));
  });

  it.each(names)('%s has the optimum that the table says', (name) => {
    const { criteria, coOptimalSets } = optimumOf(name);
    expect(`${Object.values(criteria).join(', ')} : ${coOptimalSets}`).toBe(tableOf(readme).get(name));
  });
});
