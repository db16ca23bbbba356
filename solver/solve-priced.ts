/** The way for pools whose exchanges are too many to be listed: the first criterion by pricing, the others on the face that it leaves. */
import { strideOf } from './exchanges/enumerate.ts';
import { weightAt, weightsOf } from './criteria/catalogue.ts';
import { optimise, withLevelBefore, type SearchNode } from './optimise/hierarchy.ts';
import { unconditionalBound } from './priced/gains.ts';
import type { Path } from './priced/master.ts';
import { PathColumns } from './priced/path-columns.ts';
import { priceFirst, type PricedOutcome } from './priced/price-first.ts';
import { faceOf, type PricedLevel } from './priced/prove-level.ts';
import { NO_SCOUTS } from './priced/scouts.ts';
import { ceilingOf, packingFor } from './program/packing.ts';
import { provedResult } from './proved-result.ts';
import type { SolveResult } from './result.ts';
import type { Run } from './run.ts';
import { listedResult, searchOf } from './solve-listed.ts';

export function solvePriced(run: Run): SolveResult {
  const { adjacency, rules, surroundings, clock, book } = run;
  clock.enter('optimisation');
  book.note({ trivialBounds: rules.criteria.map((id) => unconditionalBound(adjacency, id)) });
  const outcome = priceFirst({
    engine: surroundings.engine,
    adjacency,
    rules,
    ceiling: ceilingOf(run.pool, strideOf(rules), rules.criteria),
    statistics: book.search,
    scouts: surroundings.scouts ?? NO_SCOUTS,
    onSet: (set) => noteSet(run, set),
    onBound: (bound) => book.note({ bounds: [bound] }),
  });
  if (outcome.kind === 'face') return onFace(run, outcome);
  noteSet(run, outcome.set);
  return outcome.kind === 'set' ? ofOneSet(run, outcome) : { status: 'interrupted', ...book.progress() };
}

function noteSet(run: Run, set: readonly Path[]): void {
  run.book.note({ best: setOf(run, set) });
}

/** Altruists left over are in it as columns of their own. */
function setOf({ adjacency, rules }: Run, set: readonly Path[]) {
  const written = new PathColumns(adjacency, rules);
  const altruists = written.count;
  const exchanges = set.filter((path) => path.length > 1);
  for (const path of exchanges) written.add(path);
  const columns = written.finish();
  const starting = new Set(exchanges.map((path) => path[0] - adjacency.pairedCount));
  const chosen = Int32Array.from({ length: columns.count }, (_, column) => column).filter(
    (column) => column >= altruists || !starting.has(column),
  );
  const values = rules.criteria.map((id) => {
    const weights = weightsOf(columns, id);
    return chosen.reduce((sum, column) => sum + weightAt(weights, column), 0);
  });
  return { columns, chosen, values };
}

function onFace(run: Run, { level, listed }: PricedOutcome & { readonly kind: 'face' }): SolveResult {
  const search = searchOf(run, listed.columns, listed.set);
  return listedResult(run, search, withLevelBefore(optimise(search, listed.face), level.proof));
}

function ofOneSet(run: Run, { level, set }: PricedOutcome & { readonly kind: 'set' }): SolveResult {
  const { columns, chosen, values } = setOf(run, set);
  const packing = packingFor(run.adjacency, columns);
  return provedResult(run, { packing, root: nodeOf(level), chosen, values, isListed: false });
}

/** A root that one level has closed. */
function nodeOf(level: PricedLevel): SearchNode {
  const face = faceOf(level, new Int32Array(0));
  const descent = {
    proofs: [],
    faces: [face],
    supports: [],
    closed: true,
    emptied: false,
    columnsReaching: () => face.alive,
    working: new Int32Array(0),
  };
  return withLevelBefore({ start: face, descent }, level.proof);
}
