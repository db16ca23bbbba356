/** Circulations against the oracle: the bound is what exchanges of any length reach, and what is cut out of one is a set of exchanges. */
import { describe, expect, it } from 'vitest';
import { assemble } from '../../../solver/circulation/assemble.ts';
import { circulate, multipliersOf, type Circulation } from '../../../solver/circulation/circulation.ts';
import type { RowPath } from '../../../solver/circulation/pieces.ts';
import { donorTowards, rowGraphOf } from '../../../solver/circulation/row-graph.ts';
import { TightFlow, tightArcsOf } from '../../../solver/circulation/tight-flow.ts';
import { compileAdjacency, type Adjacency } from '../../../solver/graph/adjacency.ts';
import type { Limits } from '../../../solver/limits.ts';
import { canonicalPool, type Pool } from '../../../solver/pool.ts';
import { bestSets, everyExchange } from '../../oracle/brute-force.ts';
import { drawsFrom, randomPool } from '../../oracle/random-pools.ts';
import { seedsOf } from '../../property/solving.ts';

const UNLIMITED: Limits = { cyclePairsMax: 100, chainPairsMax: 100 };

interface Circulating {
  readonly pool: Pool;
  readonly adjacency: Adjacency;
  readonly circulation: Circulation;
}

function circulating(seed: number, verticesMax: number): Circulating {
  const pool = canonicalPool(randomPool(seed, verticesMax));
  const adjacency = compileAdjacency(pool);
  return { pool, adjacency, circulation: circulate(rowGraphOf(adjacency))! };
}

describe('a circulation', () => {
  it('reaches what exchanges of any length reach', () => {
    for (const seed of seedsOf(0, 1_500)) {
      const { pool, circulation } = circulating(seed, 6);
      const { values } = bestSets(pool, { limits: UNLIMITED, criteria: ['recipients'], backArcs: 'any-donor' });
      expect(circulation.reached, `LKSS_SEED=${seed}`).toBe(values[0]);
    }
  });

  it('has multipliers that cover every exchange and sum up to what it reaches', () => {
    for (const seed of seedsOf(5_000, 600)) {
      const { pool, adjacency, circulation } = circulating(seed, 7);
      const multipliers = multipliersOf(circulation);
      expect(multipliers.every((multiplier) => Number.isInteger(multiplier) && multiplier >= 0)).toBe(true);
      expect(multipliers.reduce((sum, multiplier) => sum + multiplier, 0)).toBe(circulation.reached);
      for (const { kind, donors } of everyExchange(pool, UNLIMITED)) {
        const rows = donors.map((id) => {
          const donor = pool.donors.findIndex((one) => one.id === id);
          return adjacency.rowOf[adjacency.donorOf.indexOf(donor)];
        });
        const paid = rows.reduce((sum, row) => sum + multipliers[row], 0);
        expect(paid, `LKSS_SEED=${seed}`).toBeGreaterThanOrEqual(rows.length - (kind === 'chain' ? 1 : 0));
      }
    }
  });
});

describe('what is assembled', () => {
  const SIZES = [6, 12, 40];

  it('is disjoint exchanges within the limits, and reaches the bound where nothing is left', () => {
    let complete = 0;
    for (const seed of seedsOf(10_000, 2_400)) {
      const { adjacency, circulation } = circulating(seed, SIZES[seed % SIZES.length]);
      const draw = drawsFrom(seed);
      const limits = { cyclePairsMax: draw(7), chainPairsMax: draw(7) };
      const assembled = assemble(circulation, limits);
      const { isComplete } = assembled;
      const rowPaths = [...assembled.rowPaths, ...assembled.further];
      const name = `LKSS_SEED=${seed}`;
      expect(new Set(rowPaths.flat()).size, name).toBe(rowPaths.flat().length);
      for (const path of rowPaths) expectAdmissible(adjacency, path, limits, name);
      const reached = rowPaths.flat().filter((row) => row < adjacency.recipientCount).length;
      if (isComplete) complete++;
      if (isComplete) expect(reached, name).toBe(circulation.reached);
      else expect(reached, name).toBeLessThanOrEqual(circulation.reached);
    }
    if (process.env['LKSS_SEED'] === undefined) expect(complete).toBeGreaterThan(200);
  });

  it('is the same every time', () => {
    const once = assemble(circulating(3, 40).circulation, { cyclePairsMax: 3, chainPairsMax: 3 });
    const again = assemble(circulating(3, 40).circulation, { cyclePairsMax: 3, chainPairsMax: 3 });
    expect(again).toEqual(once);
  });
});

function expectAdmissible(adjacency: Adjacency, path: RowPath, limits: Limits, name: string): void {
  const isChain = path[0] >= adjacency.recipientCount;
  expect(path.length, name).toBeGreaterThan(1);
  expect(path.length, name).toBeLessThanOrEqual(isChain ? limits.chainPairsMax + 1 : limits.cyclePairsMax);
  const arcs = isChain ? path.length - 1 : path.length;
  for (let k = 0; k < arcs; k++) {
    expect(() => donorTowards(adjacency, path[k], path[(k + 1) % path.length]), name).not.toThrow();
  }
}

describe('a flow over tight arcs', () => {
  it('is mended where rows are closed, just where the rest still reaches its share of the bound', () => {
    for (const seed of seedsOf(20_000, 900)) {
      const { circulation } = circulating(seed, 12);
      const flow = new TightFlow(circulation, tightArcsOf(circulation));
      const draw = drawsFrom(seed);
      for (let round = 0; round < 4; round++) {
        const rows = Array.from(flow.isOpen.keys()).filter((row) => flow.isOpen[row] === 1 && draw(4) === 0);
        const before = [flow.giverOf.slice(), flow.receiverOf.slice(), flow.isOpen.slice()];
        const isMended = flow.close(rows);
        if (!isMended) expect([flow.giverOf, flow.receiverOf, flow.isOpen], `LKSS_SEED=${seed}`).toEqual(before);
        expectWhole(flow, circulation, `LKSS_SEED=${seed}`);
        const multipliers = multipliersOf(circulation);
        const left = rows.reduce((sum, row) => sum - multipliers[row], sumOfOpen(flow, multipliers));
        const isReachable =
          reachedByRest(flow, circulation, isMended ? [] : rows) === (isMended ? sumOfOpen(flow, multipliers) : left);
        expect(isReachable, `LKSS_SEED=${seed}`).toBe(isMended);
      }
    }
  });
});

/** Every open recipient has an open tight giver, each giver one; whoever's gift has a price gives. */
function expectWhole(flow: TightFlow, { graph, need, worth }: Circulation, name: string): void {
  for (let row = 0; row < graph.rowCount; row++) {
    if (flow.isOpen[row] === 0) continue;
    const receiver = flow.receiverOf[row];
    if (receiver >= 0) expect(flow.giverOf[receiver], name).toBe(row);
    else expect(worth[row], name).toBe(0);
    if (row >= graph.recipientCount) continue;
    const giver = flow.giverOf[row];
    expect(flow.isOpen[giver], name).toBe(1);
    expect(flow.receiverOf[giver], name).toBe(row);
    expect(need[row], name).toBe(giver === row ? 1 + worth[row] : worth[giver]);
    if (giver !== row) expect(flow.isTight(giver, row), name).toBe(true);
  }
}

function sumOfOpen(flow: TightFlow, multipliers: Float64Array): number {
  return multipliers.reduce((sum, multiplier, row) => sum + (flow.isOpen[row] === 1 ? multiplier : 0), 0);
}

/** By a circulation of its own over the open rows without some. */
function reachedByRest(flow: TightFlow, { graph }: Circulation, without: readonly number[]): number {
  const isLeft = (row: number): boolean => flow.isOpen[row] === 1 && !without.includes(row);
  const givers = graph.givers.slice();
  for (let recipient = 0; recipient < graph.recipientCount; recipient++) {
    for (let row = 0; row < graph.rowCount; row++) {
      if (!isLeft(row) || !isLeft(recipient)) givers[recipient * graph.words + (row >>> 5)] &= ~(1 << (row & 31));
    }
  }
  return circulate({ ...graph, givers })!.reached;
}
