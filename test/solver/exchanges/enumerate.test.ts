/** Enumeration against the oracle, whole and in parts. */
import { describe, expect, it } from 'vitest';
import { weightAt } from '../../../solver/criteria/catalogue.ts';
import { joinBlocks, type Columns } from '../../../solver/exchanges/columns.ts';
import { enumerate, enumerateRange, strideOf } from '../../../solver/exchanges/enumerate.ts';
import { listExchanges } from '../../../solver/exchanges/list.ts';
import { CRITERION_IDS, type Rules, senseOf } from '../../../solver/limits.ts';
import type { Pool } from '../../../solver/pool.ts';
import type { Exchange } from '../../../solver/result.ts';
import { everyExchange, valueOfExchange } from '../../oracle/brute-force.ts';
import { drawsFrom, randomPool, randomRules } from '../../oracle/random-pools.ts';
import { seedsOf } from '../../property/solving.ts';
import { compiled } from '../compiled.ts';

const nameOf = ({ kind, donors }: Exchange): string => JSON.stringify([kind, ...donors]);

/** All criteria that the limits define. */
function rulesWithAllCriteria(seed: number): Rules {
  const rules = randomRules(seed, 5, 4);
  const { cyclePairsMax, chainPairsMax } = rules.limits;
  const defined = cyclePairsMax <= 3 && chainPairsMax <= 2;
  return { ...rules, criteria: CRITERION_IDS.filter((id) => id !== 'back-arcs' || defined) };
}

function exchangesOfOracle(pool: Pool, rules: Rules): Exchange[] {
  const alone = pool.donors.filter(({ recipient }) => recipient === null);
  return [...everyExchange(pool, rules.limits), ...alone.map(({ id }): Exchange => ({ kind: 'chain', donors: [id] }))];
}

/** Plain lists, so that arrays of another class with the same content are the same. */
function contentOf({ count, stride, nobody, members, codes, units }: Columns) {
  return { count, stride, nobody, members: [...members], codes: [...codes], units: [...units] };
}

describe('enumeration', () => {
  it('finds every exchange once, in its canonical form', () => {
    const limitsSeen = new Set<string>();
    for (const seed of seedsOf(0, 1_500)) {
      const [pool, rules] = [randomPool(seed, 8), rulesWithAllCriteria(seed)];
      const found = compiled(pool, rules).exchanges.map(nameOf);
      const expected = exchangesOfOracle(pool, rules).map(nameOf);
      expect(found.toSorted(), `LKSS_SEED=${seed}`).toEqual(expected.toSorted());
      limitsSeen.add(`${rules.limits.cyclePairsMax} ${rules.limits.chainPairsMax}`);
    }
    if (process.env['LKSS_SEED'] === undefined)
      for (const limits of ['5 4', '3 2', '0 0']) expect(limitsSeen).toContain(limits);
  });

  it('gives each exchange its value in every criterion', () => {
    let compared = 0;
    for (const seed of seedsOf(0, 500)) {
      const [pool, rules] = [randomPool(seed, 8), rulesWithAllCriteria(seed)];
      const { packing, exchanges } = compiled(pool, rules);
      exchanges.forEach((exchange, column) => {
        rules.criteria.forEach((id, level) => {
          const value = valueOfExchange(pool, rules, id, exchange);
          const name = `LKSS_SEED=${seed}: ${id} of ${nameOf(exchange)}`;
          expect(senseOf(id) * weightAt(packing.levels[level], column) + 0, name).toBe(value);
          compared++;
        });
      });
    }
    if (process.env['LKSS_SEED'] === undefined) expect(compared).toBeGreaterThan(10_000);
  });

  it('is the same in ranges, wherever they are cut, in memory of either kind', () => {
    for (const seed of seedsOf(0, 300)) {
      const [pool, rules] = [randomPool(seed), rulesWithAllCriteria(seed)];
      const { adjacency, reduced, columns } = compiled(pool, rules);
      const draw = drawsFrom(seed + 4);
      const cuts = Array.from({ length: draw(6) }, () => draw(adjacency.vertexCount + 1)).sort((a, b) => a - b);
      const ends = [0, ...cuts, adjacency.vertexCount];
      const blocks = ends.slice(1).map((to, range) => enumerateRange(adjacency, reduced, rules, ends[range], to));
      const allocate = (bytes: number) => (seed % 2 === 0 ? new ArrayBuffer(bytes) : new SharedArrayBuffer(bytes));
      const joined = joinBlocks(blocks, strideOf(rules), adjacency.vertexCount, allocate);
      expect(contentOf(joined), `LKSS_SEED=${seed}`).toEqual(contentOf(columns));
    }
  });

  it('reads the empty pool', () => {
    const { columns } = compiled({ recipients: [], donors: [], successionUnits: [] }, rulesWithAllCriteria(0));
    expect(columns.count).toBe(0);
  });
});

describe('the reduction', () => {
  it('drops no arc of any exchange, and drops arcs', () => {
    let dropped = 0;
    for (const seed of seedsOf(5_000, 800)) {
      const [pool, rules] = [randomPool(seed, 8), rulesWithAllCriteria(seed)];
      const { adjacency, reduced, exchanges } = compiled(pool, rules);
      const whole = enumerate(adjacency, adjacency, rules);
      expect(exchanges.length, `LKSS_SEED=${seed}`).toBe(whole.count);
      dropped += adjacency.targets.length - reduced.targets.length;
    }
    expect(dropped).toBeGreaterThan(0);
  });
});

describe('the list of exchanges', () => {
  it('holds what the oracle finds, with values, without altruists alone', () => {
    for (const seed of seedsOf(0, 300)) {
      const [pool, rules] = [
        randomPool(seed, 8),
        { ...randomRules(seed), limits: { cyclePairsMax: 3, chainPairsMax: 2 } },
      ];
      const list = listExchanges(pool, rules);
      const found = Array.from({ length: list.count }, (_, index) => list.exchange(index));
      const expected = everyExchange(pool, rules.limits);
      expect(found.map(nameOf).toSorted(), `LKSS_SEED=${seed}`).toEqual(expected.map(nameOf).toSorted());
      found.forEach((exchange, index) => {
        for (const id of CRITERION_IDS) {
          const value = valueOfExchange(pool, rules, id, exchange);
          expect(list.value(index, id), `LKSS_SEED=${seed}: ${id} of ${nameOf(exchange)}`).toBe(value);
        }
        const backArcs = valueOfExchange(pool, rules, 'back-arcs', exchange);
        expect(list.backArcs(index), `LKSS_SEED=${seed}`).toBe(backArcs);
      });
    }
  });
});
