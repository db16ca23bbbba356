/** Sets of exchanges from a circulation, that reach its bound if possible. */
import type { PricedSearch } from './priced-search.ts';
import { assembledPaths, tightArcs, type CirculationLevel } from './circulation-level.ts';
import { Master, type Path } from './master.ts';
import { plungeFrom } from './plunge.ts';
import { wholeRegion } from './region.ts';

/** Rows of assembled exchanges that are opened again for a linear program to complete, one try after the other. */
const RESTS = [500, 1_500];

/** Offers the incumbent what is found; gives exchanges to begin a linear program with. */
export function assembleSet(search: PricedSearch, { circulation, level }: CirculationLevel): readonly Path[] {
  const { engine, rules, adjacency, statistics, incumbent, criteria } = search;
  const { tight: paths, all } = assembledPaths(adjacency, circulation, rules.limits);
  incumbent.offer(all);
  if (incumbent.values[0] === level.bound || !search.efforts.isPlunging) return all;
  const region = wholeRegion(tightArcs(adjacency, circulation));
  const tight = new Master(engine, region, { criterion: criteria[0], earlier: [] }, search.scouts);
  try {
    tight.add(paths);
    for (const rows of RESTS) {
      const kept = withoutLast(paths, rows);
      const { set, runs } = plungeFrom(tight, rules.limits, kept, level.bound);
      statistics.linearPrograms += runs;
      if (set !== null) incumbent.offer(set);
      if (set !== null || kept.length === 0) break;
    }
    return all;
  } finally {
    tight.dispose();
  }
}

/** Of exchanges in the order in which they were taken, those before the last that have so many rows. */
function withoutLast(paths: readonly Path[], rows: number): readonly Path[] {
  let [kept, opened] = [paths.length, 0];
  while (kept > 0 && opened < rows) opened += paths[--kept].length;
  return paths.slice(0, kept);
}
