/**
 * The way for pools whose exchanges are too many to be listed: the criteria that can be priced by branch-and-price, and others on the face
 * that they leave, where that is small enough.
 */
import type { ProvedNode } from './certificate/encode.ts';
import type { Adjacency } from './graph/adjacency.ts';
import { strideOf } from './exchanges/enumerate.ts';
import { weightAt } from './criteria/catalogue.ts';
import { optimise, withLevelBefore } from './optimise/hierarchy.ts';
import { isPriceable } from './plan.ts';
import { unconditionalBound } from './priced/gains.ts';
import { optimisePriced } from './priced/hierarchy.ts';
import { PricedIncumbent } from './priced/incumbent.ts';
import { listFaces, type ListedFaces } from './priced/list-faces.ts';
import type { Path } from './priced/master.ts';
import { boundsOf, equalLeaves, type PricedNode } from './priced/node.ts';
import { PathColumns } from './priced/path-columns.ts';
import { USUAL_EFFORTS, type PricedEfforts, type PricedSearch } from './priced/priced-search.ts';
import { NO_SCOUTS } from './priced/scouts.ts';
import { ceilingOf, levelsOf, packingOf } from './program/packing.ts';
import { provedResult } from './proved-result.ts';
import type { SolveResult } from './result.ts';
import type { Run } from './run.ts';
import { listedResult, searchOf } from './solve-listed.ts';

export function solvePriced(run: Run, efforts: PricedEfforts = USUAL_EFFORTS): SolveResult {
  const { rules, clock, book } = run;
  clock.enter('optimisation');
  const search = pricedSearchOf(run, efforts);
  const { root, listed } = optimisePriced(search);
  if (listed !== null) return onFace(run, root, listed);
  if (search.criteria.length === rules.criteria.length) return ofTree(run, search, root);
  return { status: 'interrupted', ...book.progress() };
}

function pricedSearchOf(run: Run, efforts: PricedEfforts): PricedSearch {
  const { adjacency, pool, rules, surroundings, book } = run;
  const following = rules.criteria.findIndex((id) => !isPriceable(id));
  const criteria = following < 0 ? rules.criteria : rules.criteria.slice(0, following);
  const trivialBounds = rules.criteria.map((id) => unconditionalBound(adjacency, id));
  const incumbent = new PricedIncumbent(adjacency, criteria, (set) => book.note({ best: setOf(run, set) }));
  book.note({ trivialBounds, best: setOf(run, incumbent.set) });
  return {
    engine: surroundings.engine,
    adjacency,
    rules,
    criteria,
    ceilings: { ofExchange: criteria.map((id) => ceilingOf(pool, strideOf(rules), [id])), ofSet: trivialBounds },
    efforts,
    incumbent,
    statistics: book.search,
    scouts: surroundings.scouts ?? NO_SCOUTS,
    onLevel: (level) => book.note({ level }),
    onBounds: (bounds) => book.note({ bounds }),
  };
}

function setOf({ pool, adjacency, rules }: Run, set: readonly Path[]) {
  const written = new PathColumns(adjacency, rules);
  const exchanges = set.filter((path) => path.length > 1);
  const found = exchanges.map((path) => written.add(path));
  const columns = written.finish();
  const chosen = withUnused(adjacency, exchanges, found);
  const values = levelsOf(pool, adjacency, columns, rules).map((weights) =>
    chosen.reduce((sum, column) => sum + weightAt(weights, column), 0),
  );
  return { columns, chosen, values };
}

/** The columns of these exchanges, and those of altruists left over, which come first among all. */
function withUnused(adjacency: Adjacency, set: readonly Path[], columnsOfSet: readonly number[]): Int32Array {
  const { pairedCount, vertexCount } = adjacency;
  const starting = new Set(set.map((path) => path[0] - pairedCount));
  const altruists = Array.from({ length: vertexCount - pairedCount }, (_, column) => column);
  return Int32Array.from([...altruists.filter((column) => !starting.has(column)), ...columnsOfSet]);
}

/** The criteria that follow are settled on the face that is left. */
function onFace(run: Run, { levels }: PricedNode, { columns, faces, set }: ListedFaces): SolveResult {
  const search = searchOf(run, columns, set);
  const root = levels.reduceRight((node, { proof }) => withLevelBefore(node, proof), optimise(search, faces[0]));
  return listedResult(run, search, root);
}

/** Every criterion was settled in the tree. */
function ofTree(run: Run, search: PricedSearch, root: PricedNode): SolveResult {
  const { pool, adjacency, rules } = run;
  const { set, values } = search.incumbent;
  const leaves = equalLeaves(root, values);
  const listed = listFaces(search, leaves, search.efforts.countedFaceMax);
  const { columns, chosen } =
    listed === null ? setOf(run, set) : { columns: listed.columns, chosen: withUnused(adjacency, set, listed.set) };
  return provedResult(run, {
    packing: packingOf(pool, adjacency, columns, rules),
    root: provedNode(root),
    chosen,
    values,
    lastFaces: listed?.faces ?? null,
    aliveColumns: [],
  });
}

function provedNode(node: PricedNode): ProvedNode {
  const { start, levels, split } = node;
  const bounds = boundsOf(node);
  const faces = Array.from({ length: levels.length + 1 }, (_, gone) => {
    return { values: bounds.slice(0, start.values.length + gone) };
  });
  const proved = { start, descent: { proofs: levels.map(({ proof }) => proof), faces } };
  if (split === undefined) return proved;
  return { ...proved, split: { ...split, used: provedNode(split.used), unused: provedNode(split.unused) } };
}
