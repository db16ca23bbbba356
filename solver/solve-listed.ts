/** The way for pools whose exchanges can all be listed; and, from a face that was listed, the end of the way for those that cannot. */
import { enumerate } from './exchanges/enumerate.ts';
import { lastFaces } from './certificate/encode.ts';
import type { Columns } from './exchanges/columns.ts';
import { unconditionalBounds } from './optimise/bounds.ts';
import { optimise, type SearchNode } from './optimise/hierarchy.ts';
import { Incumbent } from './optimise/incumbent.ts';
import type { Search } from './optimise/search.ts';
import { packingOf } from './program/packing.ts';
import { provedResult } from './proved-result.ts';
import type { SolveResult } from './result.ts';
import type { Run } from './run.ts';

export function solveListed(run: Run): SolveResult {
  const search = searchOf(run, listedColumns(run));
  return listedResult(run, search, optimise(search));
}

/** All exchanges, listed now, or by a team before. */
export function listedColumns({ adjacency, reduced, rules, surroundings, clock }: Run): Columns {
  clock.enter('enumeration');
  const columns = surroundings.columns ?? enumerate(adjacency, reduced, rules);
  clock.add('enumeration', surroundings.enumerationSeconds ?? 0);
  return columns;
}

/** A search among columns, and a first set; no worse than one that is known. */
export function searchOf(run: Run, columns: Columns, known: readonly number[] = []): Search {
  const { pool, adjacency, rules, surroundings, clock, book } = run;
  clock.enter('optimisation');
  const packing = packingOf(pool, adjacency, columns, rules);
  const noteBest = ({ columns: chosen, values }: Incumbent): void => book.note({ best: { columns, chosen, values } });
  const incumbent = new Incumbent(packing, noteBest);
  book.note({
    trivialBounds: unconditionalBounds(packing),
    best: { columns, chosen: incumbent.columns, values: incumbent.values },
  });
  incumbent.offerGreedy();
  incumbent.offer(known);
  return {
    engine: surroundings.engine,
    packing,
    incumbent,
    statistics: book.search,
    oddSets: [],
    onLevel: (level: number) => book.note({ level }),
    onBounds: (bounds: readonly number[]) => book.note({ bounds }),
  };
}

/** `root`: of the whole tree, from all exchanges on. */
export function listedResult(run: Run, { packing, incumbent }: Search, root: SearchNode): SolveResult {
  const { columns: chosen, values } = incumbent;
  const aliveColumns = root.descent.faces.slice(1).map((face) => face.alive.length);
  return provedResult(run, { packing, root, chosen, values, lastFaces: lastFaces(root, values), aliveColumns });
}
