/** Where people stand, against the oracle, which goes through all sets: one reason each, the right one, and proved. */
import { describe, expect, it } from 'vitest';
import { checkerOf } from '../../solver/certificate/check.ts';
import type { Engine } from '../../solver/engines/engine.ts';
import { openRun } from '../../solver/explain/proved-run.ts';
import { standingOf } from '../../solver/explain/standing-of.ts';
import { standings } from '../../solver/explain/explain.ts';
import type { Person, Standing } from '../../solver/explain/standing.ts';
import type { Rules } from '../../solver/limits.ts';
import { canonicalPool, type Pool } from '../../solver/pool.ts';
import type { Exchange } from '../../solver/result.ts';
import {
  bestSets,
  compareValues,
  everyExchange,
  everySet,
  isTooLarge,
  nameOfSet,
  valuesOfSet,
} from '../oracle/brute-force.ts';
import { randomPool, randomRules } from '../oracle/random-pools.ts';
import { bothEngines, seedsOf, solveWith } from './solving.ts';

const { highs, javascript } = await bothEngines();

function peopleOf(pool: Pool): Person[] {
  return [
    ...pool.recipients.map((id): Person => ({ kind: 'recipient', id })),
    ...pool.donors.filter(({ recipient }) => recipient === null).map(({ id }): Person => ({ kind: 'altruist', id })),
  ];
}

function isIn(pool: Pool, { kind, id }: Person, exchange: Exchange): boolean {
  if (kind === 'altruist') return exchange.kind === 'chain' && exchange.donors[0] === id;
  return exchange.donors.some((donorId) => {
    const { recipient } = pool.donors.find((donor) => donor.id === donorId)!;
    return recipient !== null && pool.recipients[recipient] === id;
  });
}

/** What the oracle knows of one person who was not chosen. */
function truthOf(pool: Pool, rules: Rules, person: Person, best: readonly number[]) {
  const { kind, id } = person;
  const row = pool.recipients.indexOf(id);
  const own = pool.donors.filter((donor) =>
    kind === 'altruist' ? donor.recipient === null && donor.id === id : donor.recipient === row,
  );
  const all = everyExchange(pool, rules.limits);
  const exchanges = all.filter((exchange) => isIn(pool, person, exchange)).length;
  if (kind === 'recipient' && !pool.donors.some((donor) => Array.from(donor.arcRecipients).includes(row)))
    return { kind: 'no-giver' };
  if (own.every((donor) => donor.arcRecipients.length === 0)) return { kind: 'no-taker' };
  if (exchanges === 0) return { kind: 'no-exchange' };
  let values: readonly number[] | null = null;
  const sets: string[] = [];
  for (const set of everySet(pool, all)) {
    if (!set.some((exchange) => isIn(pool, person, exchange))) continue;
    const these = valuesOfSet(pool, rules, set);
    const order = values === null ? 1 : compareValues(rules.criteria, these, values);
    if (order > 0) [values, sets.length] = [these, 0];
    if (order >= 0) sets.push(nameOfSet(set));
  }
  const level = values!.findIndex((value, at) => value !== best[at]);
  return { kind: level < 0 ? 'equal' : 'outweighed', exchanges, level, values: values!, sets };
}

/** Returns the kind, which the caller counts. */
function compare(engine: Engine, pool: Pool, rules: Rules, name: string): Standing['kind'][] {
  const result = solveWith(engine, pool, rules);
  const best = bestSets(pool, rules).values;
  const run = openRun(pool, rules, result.certificate!);
  const check = checkerOf(pool);
  return peopleOf(pool).map((person) => {
    const standing = standingOf(run, engine, check, person);
    const label = `${name}: ${person.kind} ${person.id}`;
    const chosen = result.exchanges.find((exchange) => isIn(pool, person, exchange));
    if (chosen !== undefined) {
      expect(standing, label).toEqual({ kind: 'chosen', exchange: chosen });
      return standing.kind;
    }
    const truth = truthOf(pool, rules, person, best);
    expect(standing.kind, label).toBe(truth.kind);
    if (standing.kind === 'equal' || standing.kind === 'outweighed') {
      expect(standing.exchanges, label).toBe(truth.exchanges);
      expect(
        standing.alternative.criteria.slice(1).map(({ value }) => value),
        label,
      ).toEqual(truth.values);
      expect(truth.sets, label).toContain(nameOfSet(standing.alternative.exchanges));
      expect(
        standing.alternative.exchanges.some((exchange) => isIn(pool, person, exchange)),
        label,
      ).toBe(true);
    }
    if (standing.kind === 'outweighed') {
      expect(standing.criterion, label).toBe(rules.criteria[truth.level!]);
      expect([standing.chosenValue, standing.alternativeValue], label).toEqual([
        best[truth.level!],
        truth.values![truth.level!],
      ]);
    }
    return standing.kind;
  });
}

describe('where people stand', () => {
  it('is what the oracle says, in random pools of at most 9 under random rules', () => {
    const counts = new Map<string, number>();
    let pools = 0;
    for (const seed of seedsOf(80_000, 2_400)) {
      const [pool, rules] = [randomPool(seed, 9), randomRules(seed, 4, 3)];
      if (isTooLarge(pool, rules)) continue;
      pools++;
      const kinds = compare(seed % 20 === 0 ? highs : javascript, pool, rules, `LKSS_SEED=${seed}`);
      for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    if (process.env['LKSS_SEED'] !== undefined) return;
    expect(pools).toBeGreaterThan(1_200);
    // Every reason came up often enough to mean something.
    for (const kind of ['chosen', 'no-giver', 'no-taker', 'no-exchange', 'outweighed', 'equal']) {
      expect(counts.get(kind), kind).toBeGreaterThan(50);
    }
  });

  it('is the same for any number of threads, whoever is asked about', async () => {
    const pool = canonicalPool(randomPool(80_017, 10));
    const rules: Rules = {
      limits: { cyclePairsMax: 3, chainPairsMax: 2 },
      criteria: ['transplants', 'score'],
      backArcs: 'any-donor',
      tieSeed: '',
    };
    const { certificate } = solveWith(javascript, pool, rules);
    const all = await standings(pool, rules, certificate!, { threads: 1 });
    expect(all.map(({ person }) => person)).toEqual(peopleOf(pool));
    expect(await standings(pool, rules, certificate!, { threads: 3 })).toEqual(all);
    const only = [all[all.length - 1].person];
    expect(await standings(pool, rules, certificate!, { only })).toEqual(all.slice(-1));
  });

  it('cannot be asked of strangers, or of another pool', async () => {
    const pool = canonicalPool(randomPool(80_017, 10));
    const rules: Rules = {
      limits: { cyclePairsMax: 3, chainPairsMax: 2 },
      criteria: ['transplants'],
      backArcs: 'any-donor',
      tieSeed: '',
    };
    const { certificate } = solveWith(javascript, pool, rules);
    const only: Person[] = [{ kind: 'recipient', id: 'nobody' }];
    const asked = standings(pool, { ...rules, criteria: ['recipients'] }, certificate!, { only });
    await expect(asked).rejects.toMatchObject({
      problems: [expect.stringContaining('refused'), expect.stringContaining('nobody')],
    });
  });
});
