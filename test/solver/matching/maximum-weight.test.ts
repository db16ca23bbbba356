/** Matchings of greatest weight against brute force, each with its duals: they cover, they are whole, and they add up. */
import { describe, expect, it } from 'vitest';
import { linkGraphOf } from '../../../solver/matching/link-graph.ts';
import { maximumWeightMatching, type Matching } from '../../../solver/matching/maximum-weight.ts';
import { seedsOf } from '../../property/solving.ts';
import { bestWeight, graphOf, nestedCircles, petersen, randomGraph, type WeightedGraph } from './graphs.ts';

interface Proved {
  readonly matching: Matching;
  readonly weight: number;
}

/** The matching; whatever makes its duals no proof throws. */
function proved({ rowCount, links }: WeightedGraph, name = ''): Proved {
  const matching = maximumWeightMatching(linkGraphOf(rowCount, links));
  const { duals, blossoms } = matching;
  const chosen = new Set(matching.links);
  const partners = new Uint8Array(rowCount);
  let weight = 0;
  for (const link of chosen) {
    partners[links.from[link]]++;
    partners[links.to[link]]++;
    weight += links.weights[link];
  }
  const fail = (what: string): never => expect.fail(`${what} (${name})`);
  const sets = blossoms.map(({ rows }) => new Set(rows));
  const inside = sets.map(() => 0);
  for (let link = 0; link < links.from.length; link++) {
    let cover = duals[links.from[link]] + duals[links.to[link]];
    sets.forEach((set, k) => {
      if (!set.has(links.from[link]) || !set.has(links.to[link])) return;
      cover += blossoms[k].dual;
      if (chosen.has(link)) inside[k]++;
    });
    if (cover < 2 * links.weights[link]) fail(`link ${link} is not covered`);
    if (chosen.has(link) && cover !== 2 * links.weights[link]) fail(`link ${link} is matched with slack`);
  }
  duals.forEach((dual, row) => {
    if (!Number.isSafeInteger(dual) || dual < 0) fail(`dual ${dual} of row ${row}`);
    if (partners[row] > 1) fail(`row ${row} is matched twice`);
    if (partners[row] === 0 && dual !== 0) fail(`row ${row} is free at a price`);
  });
  blossoms.forEach(({ rows, dual }, k) => {
    if (!Number.isSafeInteger(dual) || dual <= 0) fail(`dual ${dual} of a blossom`);
    if (rows.length % 2 === 0 || rows.length < 3) fail(`a blossom of ${rows.length}`);
    if (sets[k].size !== rows.length || rows.some((row, at) => at > 0 && rows[at - 1] > row))
      fail('rows not ascending');
    if (inside[k] !== (rows.length - 1) / 2) fail('a blossom is not full');
  });
  const total =
    duals.reduce((sum, dual) => sum + dual, 0) +
    blossoms.reduce((sum, { rows, dual }) => sum + (dual * (rows.length - 1)) / 2, 0);
  if (total !== 2 * weight) fail(`duals add up to ${total} halves, the matching to ${weight}`);
  return { matching, weight };
}

/** Blossoms within blossoms. */
function nested({ matching: { blossoms } }: Proved): number {
  return blossoms.filter(({ rows }) =>
    blossoms.some((other) => other.rows.length > rows.length && rows.every((row) => other.rows.includes(row))),
  ).length;
}

function path(middle: number): WeightedGraph {
  return graphOf(4, [
    [0, 1, 5],
    [1, 2, middle],
    [2, 3, 5],
  ]);
}

describe('the matching of greatest weight', () => {
  it.each([
    { rowsMax: 8, first: 0, count: 12_000 },
    { rowsMax: 13, first: 1_000_000, count: 3_000 },
  ])('is as heavy as any, on random graphs of at most $rowsMax rows', ({ rowsMax, first, count }) => {
    let withBlossoms = 0;
    let withNested = 0;
    for (const seed of seedsOf(first, count)) {
      const graph = randomGraph(seed, rowsMax);
      const found = proved(graph, `LKSS_SEED=${seed}`);
      expect(found.weight, `LKSS_SEED=${seed}`).toBe(bestWeight(graph));
      withBlossoms += found.matching.blossoms.length > 0 ? 1 : 0;
      withNested += nested(found) > 0 ? 1 : 0;
    }
    if (process.env['LKSS_SEED'] !== undefined) return;
    expect(withBlossoms).toBeGreaterThan(count / 20);
    expect(withNested).toBeGreaterThan(count / 400);
  });

  it('undoes blossoms within blossoms', () => {
    let deepest = 0;
    for (const seed of seedsOf(0, 600)) {
      const graph = nestedCircles(2 + (seed % 5), seed);
      const found = proved(graph, `LKSS_SEED=${seed}`);
      expect(found.weight, `LKSS_SEED=${seed}`).toBe(bestWeight(graph));
      deepest = Math.max(deepest, nested(found));
    }
    if (process.env['LKSS_SEED'] === undefined) expect(deepest).toBeGreaterThan(2);
  });

  it('proves itself on larger graphs of all densities', () => {
    for (const seed of seedsOf(2_000_000, 300)) {
      const graph = randomGraph(seed, 90);
      expect(proved(graph, `LKSS_SEED=${seed}`).weight).toBeGreaterThanOrEqual(0);
    }
  });

  it('takes all rows of the Petersen graph, whichever link is worth more', () => {
    expect(proved(petersen).weight).toBe(5);
    for (let heavy = 0; heavy < 15; heavy++) {
      const weights = Array.from({ length: 15 }, (_, link) => (link === heavy ? 3 : 2));
      const graph = { ...petersen, links: { ...petersen.links, weights } };
      expect(proved(graph).weight).toBe(11);
    }
  });

  it('leaves a row of an odd circle free, and pays for that with a blossom', () => {
    for (const length of [3, 5, 7, 15]) {
      const circle = Array.from({ length }, (_, k) => [k, (k + 1) % length, 2] as const);
      const { matching, weight } = proved(graphOf(length, circle));
      expect(weight).toBe(length - 1);
      expect(matching.blossoms.map(({ rows }) => rows.length)).toEqual([length]);
    }
  });

  it('prefers one heavy link to two light ones, and the other way round', () => {
    expect(proved(path(11)).weight).toBe(11);
    expect(proved(path(9)).weight).toBe(10);
  });

  it('of nothing is nothing', () => {
    expect(proved(graphOf(0, [])).weight).toBe(0);
    expect(proved(graphOf(5, [])).matching).toEqual({
      links: new Int32Array(0),
      duals: new Float64Array(5),
      blossoms: [],
    });
  });
});
