/** The way for pools whose exchanges can all be listed; and, from a face that was listed, the end of the way for those that cannot. */
import { enumerate } from './exchanges/enumerate.ts';
import type { Columns } from './exchanges/columns.ts';
import { unconditionalBounds } from './optimise/bounds.ts';
import { optimise, type SearchNode } from './optimise/hierarchy.ts';
import { Incumbent } from './optimise/incumbent.ts';
import type { Face } from './optimise/relaxation.ts';
import { packingOf, type Packing } from './program/packing.ts';
import { provedResult } from './proved-result.ts';
import type { SolveResult } from './result.ts';
import type { Run } from './run.ts';

export function solveListed(run: Run): SolveResult {
  const { adjacency, reduced, rules, surroundings, clock } = run;
  clock.enter('enumeration');
  const columns = surroundings.columns ?? enumerate(adjacency, reduced, rules);
  clock.add('enumeration', surroundings.enumerationSeconds ?? 0);
  const { packing, root, incumbent } = searchColumns(run, columns);
  return provedResult(run, { packing, root, chosen: incumbent.columns, values: incumbent.values, isListed: true });
}

export interface SearchedColumns {
  readonly packing: Packing;
  readonly root: SearchNode;
  readonly incumbent: Incumbent;
}

/** The best set of columns; where a face is given, of those on it, and no worse than a set that is known. */
export function searchColumns(run: Run, columns: Columns, face?: Face, known: readonly number[] = []): SearchedColumns {
  const { pool, adjacency, rules, surroundings, clock, book } = run;
  clock.enter('optimisation');
  const packing = packingOf(pool, adjacency, columns, rules.criteria);
  const noteBest = ({ columns: chosen, values }: Incumbent): void => book.note({ best: { columns, chosen, values } });
  const incumbent = new Incumbent(packing, noteBest);
  book.note({
    trivialBounds: unconditionalBounds(packing),
    best: { columns, chosen: incumbent.columns, values: incumbent.values },
  });
  incumbent.offerGreedy();
  incumbent.offer(known);
  const search = {
    engine: surroundings.engine,
    packing,
    incumbent,
    statistics: book.search,
    oddSets: [],
    onLevel: (level: number) => book.note({ level }),
    onBounds: (bounds: readonly number[]) => book.note({ bounds }),
  };
  return { packing, incumbent, root: optimise(search, face) };
}
